import {rateLimiter} from '../redis/rate-limiter.ts'

const HOUR_S = 3_600

/** How much of the form one visitor, and one e-mail address, may use. Counted for all machines that share a Redis. */
export type ContactLimits = {
  /** Counts a message from this network; false when there were too many. */
  allowsNetwork(network: string): Promise<boolean>
  /** Counts a message in the name of an e-mail address, given as a keyed hash; false when there were too many. */
  allowsSender(emailHash: string): Promise<boolean>
}

export function contactLimits(): ContactLimits {
  const networks = rateLimiter({keyPrefix: 'contact-network', points: 10, duration: HOUR_S})
  const senders = rateLimiter({keyPrefix: 'contact-sender', points: 5, duration: 24 * HOUR_S})
  return {
    allowsNetwork: async (network) => (await networks.refuse(network)) === undefined,
    allowsSender: async (emailHash) => (await senders.refuse(emailHash)) === undefined,
  }
}
