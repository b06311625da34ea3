import {createHash, timingSafeEqual} from 'node:crypto'
import {isValidSignature, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {rateLimiter} from '../redis.ts'
import {errorResponse} from './errors.ts'
import {clientNetwork, limitedText} from './request.ts'

const MAX_BODY_BYTES = 64 * 1024

/** Refusals of one network in a minute. */
const failures = rateLimiter({keyPrefix: 'failed-tries', points: 30, duration: 60})

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

/** Whether a request carries `Authorization: Bearer` with this secret. Takes as long whichever of its letters are right. */
export function hasBearer(request: Pick<Request, 'headers'>, secret: string): boolean {
  const given = request.headers.get('authorization') ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(`Bearer ${secret}`))
}

/**
 * The answer to a request without a valid signature or secret: `refusal`, or 429 once too many from its network were
 * refused. To be called after the signature or secret was checked, so that a valid one is accepted from any network.
 */
export async function failedTry(request: Pick<Request, 'headers'>, refusal: Response): Promise<Response> {
  const wait = await failures.refuse(clientNetwork(request.headers))
  if (wait === undefined) return refusal
  const answer = errorResponse(429, 'too_many_failures', 'Too many tries failed. Please wait.')
  answer.headers.set('retry-after', String(Math.ceil(wait / 1000)))
  return answer
}
