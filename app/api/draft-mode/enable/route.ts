import {urlSearchParamPreviewPathname, urlSearchParamPreviewSecret} from '@sanity/preview-url-secret'
import {schemaIdSingleton} from '@sanity/preview-url-secret/constants'
import {defineEnableDraftMode} from 'next-sanity/draft-mode'
import {previewClient} from '#lib/content/client.ts'
import {problemPage} from '#lib/http/errors.ts'
import {localHref} from '#lib/http/request.ts'
import {failedTry} from '#lib/http/signed-requests.ts'

/** A link that shares the preview works for so many days from when sharing was switched on. */
const SHARED_DAYS = 14

/**
 * Opens a preview for a request with a secret that the Studio has just written into the Content Lake, or with the one
 * under which an editor shares the preview.
 */
export async function GET(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const pathname = url.searchParams.get(urlSearchParamPreviewPathname)
  if (pathname !== null) url.searchParams.set(urlSearchParamPreviewPathname, localHref(pathname))
  if (await isSharedTooLong(url.searchParams.get(urlSearchParamPreviewSecret))) return refuse(request)
  const answer = await defineEnableDraftMode({client: previewClient()}).GET(new Request(url, request))
  return answer.status === 401 ? refuse(request) : answer
}

const SHARED_TOO_LONG = `count(*[
  _id == $id && secret == $secret && dateTime(_updatedAt) < dateTime(now()) - 60 * 60 * 24 * $days
]) > 0`

async function isSharedTooLong(secret: string | null): Promise<boolean> {
  const params = {id: schemaIdSingleton, secret, days: SHARED_DAYS}
  return previewClient().fetch<boolean>(SHARED_TOO_LONG, params, {
    perspective: 'raw',
    stega: false,
    cache: 'no-store',
  })
}

/** Says why there is no preview, also within the Studio: a viewer sees one only while it is shared. */
async function refuse(request: Request): Promise<Response> {
  const page = problemPage({
    status: 401,
    title: 'This preview is not open to you',
    paragraphs: [
      `Drafts can be seen here only while they are shared. Sharing was not switched on, was switched off again, or is more than ${SHARED_DAYS} days old.`,
      'An editor can switch it on: in the Studio, choose “Edit on the page”, then the sharing button above the page, and “Share this preview”. Then open this again.',
    ],
    action: {label: 'See the site as visitors do', href: '/'},
  })
  const policy = page.headers.get('content-security-policy') ?? ''
  page.headers.set(
    'content-security-policy',
    policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
  )
  return failedTry(request, page)
}
