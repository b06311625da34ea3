import CacheHandler from '@local/document-server/cache-handler'

/** Longer answers hold something. */
const MAX_EMPTY_ANSWER_CHARACTERS = 4_096

/** Where Next keeps pages and answers: the document server's cache, without look-ups that found nothing. */
export default class SiteCacheHandler extends CacheHandler {
  protected override isWorthKeeping(answer: {body: string}): boolean {
    return !foundNothing(answer)
  }
}

/**
 * Whether an answer says that a query of the Content Lake found nothing. There is one for every address that a reader
 * makes up.
 *
 * @param answer with its body in base64
 * @see https://www.sanity.io/docs/http-reference/query
 */
export function foundNothing({body}: {body: string}): boolean {
  if (body.length > MAX_EMPTY_ANSWER_CHARACTERS) return false
  try {
    const answer: unknown = JSON.parse(Buffer.from(body, 'base64').toString('utf8'))
    return typeof answer === 'object' && answer !== null && 'result' in answer && answer.result === null
  } catch {
    return false
  }
}
