import {isValidSignature, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {errorResponse} from '#lib/http/error-response.ts'
import {limitedText} from '#lib/http/limited-text.ts'
import {failedTry} from './failed-tries.ts'

const MAX_BODY_BYTES = 64 * 1024

export type SignedBody = {ok: true; json: unknown} | {ok: false; response: Response}

/**
 * Reads the JSON body of a request that must carry Sanity's webhook signature, made with `secret` over the raw bytes.
 *
 * @returns the parsed body, or the answer that refuses it: 401 without a valid signature, 413 when it is larger than
 * 64 KB, 429 after too many of these from one network, 400 when it is not JSON.
 */
export async function readSignedBody(request: Request, secret: string): Promise<SignedBody> {
  const signature = request.headers.get(SIGNATURE_HEADER_NAME)
  const unproven = async (...refusal: Parameters<typeof errorResponse>): Promise<SignedBody> => ({
    ok: false,
    response: await failedTry(request, errorResponse(...refusal)),
  })
  if (!signature) return unproven(401, 'unsigned', `The ${SIGNATURE_HEADER_NAME} header is missing.`)
  const text = await limitedText(request, MAX_BODY_BYTES)
  if (text === undefined)
    return unproven(413, 'too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
  if (!(await isValidSignature(text, signature, secret)))
    return unproven(401, 'bad_signature', 'The signature does not belong to this body.')
  try {
    const json: unknown = JSON.parse(text)
    return {ok: true, json}
  } catch {
    return {ok: false, response: errorResponse(400, 'not_json', 'The body is not JSON.')}
  }
}
