import type {Metadata} from 'next'
import {notFound} from 'next/navigation'
import {getDocument} from '#lib/content/documents.ts'
import {CmsPage} from './cms-page.tsx'
import {pageMetadata} from './metadata.ts'

const HOME = '/'

export async function generateMetadata(): Promise<Metadata> {
  const {page} = await getDocument(HOME, {stega: false})
  return page ? pageMetadata(page) : {}
}

/** The front page. */
export default async function HomePage() {
  const {page} = await getDocument(HOME)
  if (!page) notFound()
  return <CmsPage page={page} />
}
