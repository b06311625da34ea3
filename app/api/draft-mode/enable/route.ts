import {urlSearchParamPreviewPathname} from '@sanity/preview-url-secret'
import {defineEnableDraftMode} from 'next-sanity/draft-mode'
import {previewClient} from '#lib/content/client.ts'
import {localHref} from '#lib/http/request.ts'
import {failedTry} from '#lib/http/signed-requests.ts'

/** Opens a preview for a request with a secret that the Studio has just written into the Content Lake. */
export async function GET(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const pathname = url.searchParams.get(urlSearchParamPreviewPathname)
  if (pathname !== null) url.searchParams.set(urlSearchParamPreviewPathname, localHref(pathname))
  const answer = await defineEnableDraftMode({client: previewClient()}).GET(new Request(url, request))
  return answer.status === 401 ? failedTry(request, answer) : answer
}
