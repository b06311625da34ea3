import type {CachedFetchValue} from 'next/dist/server/response-cache'

/** Longer answers hold something. */
const LONGEST = 4_096

/**
 * Whether a kept answer says that a query of the Content Lake found nothing. There is one for every address that
 * somebody makes up.
 *
 * @see https://www.sanity.io/docs/http-reference/query
 */
export function foundNothing({data}: Pick<CachedFetchValue, 'data'>): boolean {
  if (data.body.length > LONGEST) return false
  try {
    const answer: unknown = JSON.parse(Buffer.from(data.body, 'base64').toString('utf8'))
    return typeof answer === 'object' && answer !== null && 'result' in answer && answer.result === null
  } catch {
    return false
  }
}
