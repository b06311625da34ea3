import type {Attempt} from './message.ts'

const FIRST_DELAY = 1_000
const LONGEST_DELAY = 5 * 60_000
const GIVE_UP_AFTER = 30 * 60_000

/**
 * Whether a failed attempt is worth repeating: not when the receiver itself refuses the request (4xx), except when it
 * only asks for patience (429).
 *
 * @see https://www.sanity.io/docs/content-lake/webhook-best-practices
 */
export function isWorthRetrying({resultCode}: Pick<Attempt, 'resultCode'>): boolean {
  return resultCode === null || resultCode === 429 || resultCode < 400 || resultCode >= 500
}

/**
 * How long to wait, in milliseconds, after the given number of failures; each wait is twice the one before it. Null when
 * the message is too old for another attempt.
 *
 * The hosted service kept to this for half an hour until April 2026, and has since tried twice more, 30 seconds apart. A
 * site on a developer's machine is often down for longer than that, and back a second later.
 *
 * @see https://www.sanity.io/docs/changelog/50ec6abf-fe0c-475b-ae72-314148860132
 */
export function retryDelay(failures: number, age: number): number | null {
  const delay = Math.min(FIRST_DELAY * 2 ** Math.max(0, failures - 1), LONGEST_DELAY)
  return age + delay > GIVE_UP_AFTER ? null : delay
}
