import {getPage} from './page.ts'
import {getPolicy} from './policy.ts'

/** The title of the page or policy at a path; nothing when no document stands there. */
export async function pageTitle(path: string): Promise<string | undefined> {
  const page = await getPage(path, {marks: false})
  if (page) return page.title ?? page.seo.title ?? path
  const policy = await getPolicy(path.slice(1), {marks: false})
  return policy ? (policy.title ?? policy.slug) : undefined
}
