import {RateLimiterMemory, RateLimiterRes} from 'rate-limiter-flexible'

const HOUR_S = 3_600

/** How much of the form one visitor, and one e-mail address, may use. Held in memory: each process counts for itself. */
export type ContactLimits = {
  /** Counts a message from this network; false when there were too many. */
  allowsNetwork(network: string): Promise<boolean>
  /** Counts a message in the name of an e-mail address, given as a keyed hash; false when there were too many. */
  allowsSender(emailHash: string): Promise<boolean>
}

export function contactLimits(): ContactLimits {
  const networks = new RateLimiterMemory({keyPrefix: 'contact-network', points: 10, duration: HOUR_S})
  const senders = new RateLimiterMemory({keyPrefix: 'contact-sender', points: 5, duration: 24 * HOUR_S})
  return {
    allowsNetwork: (network) => isWithin(networks, network),
    allowsSender: (emailHash) => isWithin(senders, emailHash),
  }
}

async function isWithin(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key)
    return true
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return false
    throw rejection
  }
}
