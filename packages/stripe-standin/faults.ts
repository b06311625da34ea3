import {z} from 'zod'

/** Faults that wait to be met, used up in the order in which they were added. */
class Faults<Fault extends {times: number}> {
  #waiting: Fault[] = []

  add(fault: Fault): void {
    this.#waiting.push({...fault})
  }

  list(): readonly Fault[] {
    return this.#waiting
  }

  clear(): void {
    this.#waiting = []
  }

  protected takeFirst(isMet: (fault: Fault) => boolean): Fault | undefined {
    const found = this.#waiting.find(isMet)
    if (!found) return undefined
    found.times -= 1
    if (found.times === 0) this.#waiting = this.#waiting.filter((other) => other !== found)
    return found
  }
}

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

/** The faults that calls of the API are to meet. */
export class ApiFaults extends Faults<ApiFault> {
  /** The fault that this call meets, if any; it counts as used. */
  take(method: string, path: string): ApiFault | undefined {
    return this.takeFirst(
      (fault) => (fault.method === '*' || fault.method === method) && matchesPath(fault.path, path),
    )
  }
}

/**
 * What can go wrong with a webhook:
 * - `drop`: never sent, and not tried again, as when retries have ended
 * - `lose`: this attempt gets no answer; it is tried again later
 * - `delay`: sent `milliseconds` later
 * - `duplicate`: sent twice
 * - `hold`: kept back until the next event went to the same endpoint (`until: "next"`) or until it is released
 * - `wrong_signature`: signed with another secret
 * - `stale_timestamp`: signed correctly, an hour ago
 * - `other_mode`: the event says the other `livemode`
 */
export const webhookFaultSchema = z.strictObject({
  kind: z.enum([
    'drop',
    'lose',
    'delay',
    'duplicate',
    'hold',
    'wrong_signature',
    'stale_timestamp',
    'other_mode',
  ]),
  /** An event's type, or `invoice.*`, or `*`. */
  type: z.string().default('*'),
  /** How many deliveries it befalls. */
  times: z.number().int().positive().default(1),
  milliseconds: z.number().int().nonnegative().default(1000),
  until: z.enum(['next', 'release']).default('release'),
})

export type WebhookFault = z.infer<typeof webhookFaultSchema>

/** The faults that deliveries of webhooks are to meet. */
export class WebhookFaults extends Faults<WebhookFault> {
  /** The fault that an attempt to deliver this type of event meets, if any; it counts as used. */
  take(type: string): WebhookFault | undefined {
    return this.takeFirst((fault) => matchesType(fault.type, type))
  }
}

function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}

function matchesType(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}
