import type {Metadata} from 'next'
import {notFound} from 'next/navigation'
import {PolicyArticle} from '#components/policy/policy-article.tsx'
import {builtPaths} from '#lib/content/built-paths.ts'
import {getPolicy} from '#lib/content/policy.ts'

type PathProps = {params: Promise<{path: string[]}>}

/** The addresses that are rendered at build; any other is rendered when somebody first asks for it. */
export async function generateStaticParams(): Promise<{path: string[]}[]> {
  return (await builtPaths()).map((path) => ({path}))
}

export async function generateMetadata({params}: PathProps): Promise<Metadata> {
  const policy = await policyAt(await params, {marks: false})
  if (!policy) notFound()
  return {
    title: policy.title,
    description: policy.summary,
    alternates: {canonical: `/${policy.slug}`},
  }
}

/** Any document that has an address of its own. */
export default async function DocumentPage({params}: PathProps) {
  const policy = await policyAt(await params)
  if (!policy) notFound()
  const {title, lastUpdated, contactEmail, body} = policy
  return (
    <PolicyArticle
      title={title ?? policy.slug}
      lastUpdated={lastUpdated}
      contactEmail={contactEmail}
      body={body}
    />
  )
}

async function policyAt({path: [slug, ...deeper]}: {path: string[]}, options?: {marks: boolean}) {
  return slug && deeper.length === 0 ? getPolicy(slug, options) : null
}
