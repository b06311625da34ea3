import type {Metadata} from 'next'
import type {Policy} from '#lib/content/policies.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {markdownPath} from '#lib/links/alternate-urls.ts'
import {openGraph} from './open-graph.ts'

/** What search engines and messengers are told of a policy. */
export async function policyMetadata({slug, title, summary}: Policy): Promise<Metadata> {
  const settings = await getSiteSettings({stega: false})
  const path = `/${slug}`
  const description = summary ?? settings.description
  return {
    title,
    description,
    alternates: {canonical: path, types: {'text/markdown': markdownPath(path)}},
    openGraph: openGraph(settings, {path, title: title ?? slug, description}),
  }
}
