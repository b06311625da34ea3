import {z} from 'zod'
import {contentChange, isContentType, tagsOfChange} from '#lib/content/changes.ts'
import {expireTags} from '#lib/content/expiry.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {readSignedBody} from '#lib/http/signed-requests.ts'

/** The Content Lake's webhook: a document was published, changed, unpublished or deleted. */
export async function POST(request: Request): Promise<Response> {
  const body = await readSignedBody(request, env().SANITY_WEBHOOK_SECRET)
  if (!body.ok) return body.response

  const change = contentChange.safeParse(body.json)
  if (!change.success)
    return errorResponse(
      400,
      'malformed',
      `The body does not tell of a change. ${z.prettifyError(change.error)}`,
    )
  if (!isContentType(change.data._type)) return Response.json({revalidated: [], ignored: change.data._type})

  const tags = tagsOfChange(change.data)
  await expireTags(tags)
  return Response.json({revalidated: tags})
}
