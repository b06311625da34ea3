import type {Metadata} from 'next'
import {movedOrMissing} from '#app/moved-or-missing.ts'
import {builtPaths, getDocument} from '#lib/content/documents.ts'
import {CmsPage} from '../cms-page.tsx'
import {pageMetadata, policyMetadata} from '../metadata.ts'
import {PolicyPage} from '../policy-page.tsx'

type PathProps = {params: Promise<{path: string[]}>}

/** The addresses that are rendered at build; any other is rendered at the first request for it. */
export async function generateStaticParams(): Promise<{path: string[]}[]> {
  return (await builtPaths()).map((path) => ({path}))
}

export async function generateMetadata({params}: PathProps): Promise<Metadata> {
  const {path} = await params
  const {page, policy} = await getDocument(pathOf(path), {stega: false})
  if (page) return pageMetadata(page)
  return policy ? policyMetadata(policy) : movedOrMissing(path)
}

/** Any document that has an address of its own. */
export default async function DocumentPage({params}: PathProps) {
  const {path} = await params
  const {page, policy} = await getDocument(pathOf(path))
  if (page) return <CmsPage page={page} />
  return policy ? <PolicyPage policy={policy} /> : movedOrMissing(path)
}

const pathOf = (segments: readonly string[]) => `/${segments.join('/')}`
