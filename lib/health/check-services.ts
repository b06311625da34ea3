export type ServiceState = 'up' | 'down'

/** Asks one service whether it does its work; rejects when it does not. */
export type ServiceCheck = (signal: AbortSignal) => Promise<unknown>

export type Readiness = {
  /** `degraded`: pages are served, and what needs the service that is down waits or says so. */
  status: 'ready' | 'degraded'
  services: Record<string, ServiceState>
}

/** Asks all services at once. One that does not answer within `patience` milliseconds is down. */
export async function checkServices(
  checks: Record<string, ServiceCheck>,
  patience = 3_000,
): Promise<Readiness> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check, patience)] as const),
  )
  return {
    status: states.every(([, state]) => state === 'up') ? 'ready' : 'degraded',
    services: Object.fromEntries(states),
  }
}

async function stateOf(check: ServiceCheck, patience: number): Promise<ServiceState> {
  const signal = AbortSignal.timeout(patience)
  const {promise: tooLate, reject} = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason), {once: true})
  try {
    await Promise.race([check(signal), tooLate])
    return 'up'
  } catch {
    return 'down'
  }
}
