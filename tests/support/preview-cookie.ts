import {
  urlSearchParamPreviewPathname,
  urlSearchParamPreviewSecret,
} from '@sanity/preview-url-secret/constants'
import {createPreviewSecret} from '@sanity/preview-url-secret/create-secret'
import {type Answer, ask} from './ask.ts'
import {contentClient} from './content.ts'
import {services} from './services.ts'

/**
 * Enters draft mode as the Studio does; gives the cookies that an editor has then.
 *
 * @param asking how the site is asked
 */
export async function previewCookie(
  asking: (path: string) => Promise<Pick<Answer, 'headers'>> = ask,
): Promise<string> {
  const {secret} = await createPreviewSecret(contentClient(), 'test', services().studio.url)
  const query = new URLSearchParams({
    [urlSearchParamPreviewSecret]: secret,
    [urlSearchParamPreviewPathname]: '/privacy',
  })
  const {headers} = await asking(`/api/draft-mode/enable?${query}`)
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ')
}
