import {PortableText, type PortableTextBlock} from '@portabletext/react'
import {createClient} from '@sanity/client'

type Policy = {title: string; body: PortableTextBlock[]}

const {SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, SANITY_READ_TOKEN} = process.env

const client = createClient({
  projectId: SANITY_PROJECT_ID ?? '',
  dataset: SANITY_DATASET ?? '',
  apiHost: SANITY_API_HOST ?? '',
  useProjectHostname: false,
  apiVersion: '2026-01-01',
  token: SANITY_READ_TOKEN ?? '',
  useCdn: false,
})

export async function generateStaticParams(): Promise<{slug: string}[]> {
  return client.fetch('*[_type == "policy"]{"slug": slug.current}', {}, {cache: 'force-cache'})
}

/** The least that a page of a policy can be: one question to the lake, kept under the page's tag, and its words. */
export default async function Page({params}: {params: Promise<{slug: string}>}) {
  const {slug} = await params
  const query = '*[_type == "policy" && slug.current == $slug][0]{title, body}'
  const policy = await client.fetch<Policy>(query, {slug}, {cache: 'force-cache', next: {tags: [slug]}})
  return (
    <main>
      <h1>{policy.title}</h1>
      <PortableText value={policy.body} onMissingComponent={false} />
    </main>
  )
}
