/** Milliseconds that a visitor waits for a page that needs a service. What is not done by then goes on without them. */
export const VISITOR_WAITS_MS = 4_500

/** What was waited for did not happen in time; it may still happen. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded'
}

/**
 * Waits for work, but not for too long: a service that hangs must not keep a page from saying so. The work itself goes on, so
 * a caller says only what is known, and work that is asked for again must be safe to repeat.
 *
 * @throws DeadlineExceeded after `ms`, or what the work throws before
 */
export async function withDeadline<T>(work: Promise<T>, ms = VISITOR_WAITS_MS): Promise<T> {
  const {promise: tooLate, reject} = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DeadlineExceeded(`Not done within ${ms} ms.`)), ms)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
