import type {Metadata} from 'next'
import type {SiteSettings} from '#lib/content/site-settings.ts'
import type {Picture} from '#lib/images/picture.ts'
import {sharedPicture} from '#lib/images/picture.ts'
import {CARD_SIZE, cardPath} from '#lib/links/alternate-urls.ts'

type Shared = {
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
  {path, title, description, picture = shareImage}: Shared,
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
