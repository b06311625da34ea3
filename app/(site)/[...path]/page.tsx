import type {Metadata} from 'next'
import {movedOrMissing} from '#app/moved-or-missing.ts'
import {builtPaths} from '#lib/content/built-paths.ts'
import {getPage} from '#lib/content/page.ts'
import {getPolicy} from '#lib/content/policy.ts'
import {CmsPage} from '../cms-page.tsx'
import {pageMetadata} from '../page-metadata.ts'
import {policyMetadata} from '../policy-metadata.ts'
import {PolicyPage} from '../policy-page.tsx'

type PathProps = {params: Promise<{path: string[]}>}

/** The addresses that are rendered at build; any other is rendered when somebody first asks for it. */
export async function generateStaticParams(): Promise<{path: string[]}[]> {
  return (await builtPaths()).map((path) => ({path}))
}

export async function generateMetadata({params}: PathProps): Promise<Metadata> {
  const {path} = await params
  const {page, policy} = await documentAt(path, {marks: false})
  if (page) return pageMetadata(page)
  return policy ? policyMetadata(policy) : movedOrMissing(path)
}

/** Any document that has an address of its own. */
export default async function DocumentPage({params}: PathProps) {
  const {path} = await params
  const {page, policy} = await documentAt(path)
  if (page) return <CmsPage page={page} />
  return policy ? <PolicyPage policy={policy} /> : movedOrMissing(path)
}

async function documentAt(path: readonly string[], options?: {marks: boolean}) {
  const page = await getPage(`/${path.join('/')}`, options)
  if (page) return {page}
  const [slug, ...deeper] = path
  return {policy: slug && deeper.length === 0 ? await getPolicy(slug, options) : null}
}
