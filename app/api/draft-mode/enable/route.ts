import {defineEnableDraftMode} from 'next-sanity/draft-mode'
import {previewClient} from '#lib/content/client.ts'
import {failedTry} from '#lib/http/signed-requests.ts'

/** Opens a preview for a request with a secret that the Studio has just written into the Content Lake. */
export async function GET(request: Request): Promise<Response> {
  const answer = await defineEnableDraftMode({client: previewClient()}).GET(request)
  return answer.status === 401 ? failedTry(request, answer) : answer
}
