import type {Metadata} from 'next'
import type {Page} from '#lib/content/pages.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {markdownPath} from '#lib/links/alternate-urls.ts'
import {openGraph} from './open-graph.ts'

/** What search engines and messengers are told of a page. */
export async function pageMetadata({path, title = path, seo}: Page): Promise<Metadata> {
  const settings = await getSiteSettings({stega: false})
  const name = seo.title ?? title
  const description = seo.description ?? settings.description
  return {
    title: path === '/' ? {absolute: name} : name,
    description,
    alternates: {canonical: path, types: {'text/markdown': markdownPath(path)}},
    robots: seo.hidden ? {index: false} : undefined,
    openGraph: openGraph(settings, {path, title: name, description, picture: seo.picture}),
  }
}
