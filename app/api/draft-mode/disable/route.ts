import {perspectiveCookieName} from '@sanity/preview-url-secret/constants'
import {cookies, draftMode} from 'next/headers'
import {localPath} from '#lib/http/request.ts'

/** Leaves the preview and leads back to the page it was left from, as visitors see it. */
export async function POST(request: Request): Promise<Response> {
  const draft = await draftMode()
  draft.disable()
  const jar = await cookies()
  jar.delete(perspectiveCookieName)
  return new Response(null, {status: 303, headers: {location: localPath(request.headers.get('referer'))}})
}
