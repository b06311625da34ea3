import type {CaughtAnswer} from '../http/site-response.ts'

/**
 * Next gives every page that it shows in another's place the status 200. Where that would be wrong, such as for a form
 * that is shown again because something is missing, this header says which it is.
 */
const STATED_STATUS = 'x-answer-status'

/** The answer under the status that it states of itself: an error's, or its own when it states none. */
export function withStatedStatus(answer: CaughtAnswer): CaughtAnswer {
  const {[STATED_STATUS]: stated, ...headers} = answer.headers
  const status = Number(stated)
  return answer.status === 200 && status >= 400 && status <= 599 ? {...answer, headers, status} : answer
}
