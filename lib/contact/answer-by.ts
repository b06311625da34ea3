const DAY_MS = 24 * 60 * 60 * 1000

/** Days within which a data request is answered, counted from its receipt. */
export const ANSWER_DAYS = 28

/** The last moment to answer a data request. */
export function answerBy(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + ANSWER_DAYS * DAY_MS)
}
