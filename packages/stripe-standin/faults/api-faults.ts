import {z} from 'zod'

/**
 * What can go wrong with a call of the API:
 * - `status`: answered with `status` in Stripe's error shape
 * - `hang`: no answer; the caller's time-out ends it
 * - `reset`: the connection breaks without an answer
 * - `delay`: answered `milliseconds` late
 *
 * `when` says whether the call has had its effect by then: a reply lost `after` is the case that idempotency keys are
 * for. With `saved`, an error status is kept under the call's idempotency key and replayed, as Stripe does with a 500
 * that came from within the call.
 */
export const apiFaultSchema = z.strictObject({
  kind: z.enum(['status', 'hang', 'reset', 'delay']),
  method: z.enum(['GET', 'POST', 'DELETE', '*']).default('*'),
  /** `/v1/checkout/sessions`, or with `*` for any part: `/v1/checkout/sessions/*` */
  path: z.string().startsWith('/').default('/*'),
  times: z.number().int().positive().default(1),
  when: z.enum(['before', 'after']).default('before'),
  status: z.number().int().min(400).max(599).default(500),
  saved: z.boolean().default(false),
  milliseconds: z.number().int().nonnegative().default(1000),
})

export type ApiFault = z.infer<typeof apiFaultSchema>

/** The faults that calls are to meet, used up in the order in which they were added. */
export class ApiFaults {
  #waiting: ApiFault[] = []

  add(fault: ApiFault): void {
    this.#waiting.push({...fault})
  }

  /** The fault that this call meets, if any; it counts as used. */
  take(method: string, path: string): ApiFault | undefined {
    const fault = this.#waiting.find(
      (candidate) =>
        (candidate.method === '*' || candidate.method === method) && matches(candidate.path, path),
    )
    if (!fault) return undefined
    fault.times -= 1
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault)
    return fault
  }

  list(): readonly ApiFault[] {
    return this.#waiting
  }

  clear(): void {
    this.#waiting = []
  }
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
