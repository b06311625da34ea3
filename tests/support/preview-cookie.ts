import {
  urlSearchParamPreviewPathname,
  urlSearchParamPreviewSecret,
} from '@sanity/preview-url-secret/constants'
import {createPreviewSecret} from '@sanity/preview-url-secret/create-secret'
import {ask} from './ask.ts'
import {contentClient} from './content.ts'
import {services} from './services.ts'

/** Enters draft mode as the Studio does; gives the cookies that an editor has then. */
export async function previewCookie(): Promise<string> {
  const {secret} = await createPreviewSecret(contentClient(), 'test', services().studio.url)
  const query = new URLSearchParams({
    [urlSearchParamPreviewSecret]: secret,
    [urlSearchParamPreviewPathname]: '/privacy',
  })
  const {headers} = await ask(`/api/draft-mode/enable?${query}`)
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ')
}
