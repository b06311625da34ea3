import {errorResponse} from '#lib/http/errors.ts'
import {fetchImage, parseMediaRequest} from '#lib/images/media.ts'
import {logger} from '#lib/log.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** An image of the Content Lake, from this site's own address, so that readers' browsers ask no other host. */
export async function GET(request: Request, {params}: {params: Promise<{file: string}>}): Promise<Response> {
  const parsed = parseMediaRequest((await params).file, new URL(request.url).searchParams)
  if (!parsed.ok) return parsed.reason === 'no_such_image' ? noSuchImage() : badParameters(parsed.message)

  const {headers, signal} = request
  const image = await fetchImage(parsed.request, {
    accept: headers.get('accept'),
    ifNoneMatch: headers.get('if-none-match'),
    signal,
  }).catch((error: unknown) => {
    logger.warn({err: error}, 'The Content Lake did not send an image')
  })
  if (!image) return unavailable()

  const lasting = {'cache-control': FOR_EVER, ...(parsed.request.variesByFormat && {vary: 'Accept'})}
  if (image.ok)
    return new Response(image.body, {
      headers: {...lasting, 'content-type': image.type, ...(image.etag && {etag: image.etag})},
    })
  switch (image.reason) {
    case 'unchanged':
      return new Response(null, {status: 304, headers: {...lasting, ...(image.etag && {etag: image.etag})}})
    case 'no_such_image':
      return noSuchImage()
    case 'bad_parameters':
      return badParameters('The image cannot be had in this form.')
    case 'unusable':
      return unavailable()
  }
}

const noSuchImage = () => errorResponse(404, 'not_found', 'There is no such image.')

const badParameters = (message: string) => errorResponse(400, 'bad_parameters', message)

const unavailable = () => errorResponse(502, 'image_unavailable', 'The image cannot be had at the moment.')
