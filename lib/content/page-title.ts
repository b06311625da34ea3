import {getDocument} from './document.ts'

/** The title of the page or policy at a path; nothing when no document stands there. */
export async function pageTitle(path: string): Promise<string | undefined> {
  const {page, policy} = await getDocument(path, {marks: false})
  if (page) return page.title ?? page.seo.title ?? path
  return policy ? (policy.title ?? policy.slug) : undefined
}
