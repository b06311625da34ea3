import {z} from 'zod'

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

/** The faults that deliveries are to meet, used up in the order in which they were added. */
export class WebhookFaults {
  #waiting: WebhookFault[] = []

  add(fault: WebhookFault): void {
    this.#waiting.push({...fault})
  }

  /** The fault that an attempt to deliver this type of event meets, if any; it counts as used. */
  take(type: string): WebhookFault | undefined {
    const fault = this.#waiting.find((candidate) => matches(candidate.type, type))
    if (!fault) return undefined
    fault.times -= 1
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault)
    return fault
  }

  list(): readonly WebhookFault[] {
    return this.#waiting
  }

  clear(): void {
    this.#waiting = []
  }
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}
