import type {Metadata} from 'next'
import type {Page, Policy} from '#lib/content/documents.ts'
import {getSiteSettings, type SiteSettings} from '#lib/content/site-settings.ts'
import {type Picture, sharedPicture} from '#lib/images/picture.ts'
import {CARD_SIZE, cardPath, feedPath, markdownPath} from '#lib/links/paths.ts'

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

/** What search engines and messengers are told of a policy. */
export async function policyMetadata({slug, title, summary, version}: Policy): Promise<Metadata> {
  const settings = await getSiteSettings({stega: false})
  const path = `/${slug}`
  const description = summary ?? settings.description
  return {
    title,
    description,
    alternates: {
      canonical: path,
      types: {
        'text/markdown': markdownPath(path),
        ...(version && {'application/atom+xml': feedPath(slug)}),
      },
    },
    openGraph: openGraph(settings, {path, title: title ?? slug, description}),
  }
}

type SharedPage = {
  path: string
  title: string
  description: string | undefined
  picture?: Picture | undefined
}

/**
 * What messengers and networks show of a page: the picture that an editor chose for it or for the site, or else a card
 * with the title. All of it at once, since Next takes the `openGraph` of a page instead of the layout's, not beside it.
 *
 * @see https://ogp.me/
 */
export function openGraph(
  {name, shareImage}: Pick<SiteSettings, 'name' | 'shareImage'>,
  {path, title, description, picture = shareImage}: SharedPage,
): NonNullable<Metadata['openGraph']> {
  return {
    type: 'website',
    siteName: name,
    locale: 'en_US',
    url: path,
    title,
    description,
    images: picture
      ? sharedPicture(picture)
      : {
          url: cardPath(path),
          ...CARD_SIZE,
          alt: title.includes(name) ? title : `${title}, ${name}`,
          type: 'image/png',
        },
  }
}
