import {createServer} from 'node:net'

/** Where each member of the set listens, counted from the base port. */
export const PORT_OFFSETS = {site: 0, lake: 1, stripe: 2, smtp: 3, inbox: 4, postgres: 5} as const

export type PortName = keyof typeof PORT_OFFSETS
export type PortPlan = Readonly<Record<PortName, number>>

const HIGHEST_PORT = 65_535
const SET_SIZE = 6

/** The ports of the whole set. Throws RangeError for a base that leaves no room. */
export function planPorts(base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1 || base + SET_SIZE - 1 > HIGHEST_PORT) {
    throw new RangeError(`The port must be a whole number from 1 to ${HIGHEST_PORT - SET_SIZE + 1}.`)
  }
  const at = (name: PortName) => base + PORT_OFFSETS[name]
  return {
    site: at('site'),
    lake: at('lake'),
    stripe: at('stripe'),
    smtp: at('smtp'),
    inbox: at('inbox'),
    postgres: at('postgres'),
  }
}

/** The first of `ports` that another program holds on this machine, or undefined. */
export async function findTakenPort(ports: number[]): Promise<number | undefined> {
  for (const port of ports) if (!(await isFree(port))) return port
  return undefined
}

/** A base at which every port of the set is free now, away from the usual one. For tests. */
export async function findFreeBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + 10 * Math.floor(Math.random() * 1_200)
    if ((await findTakenPort(Object.values(planPorts(base)))) === undefined) return base
  }
}

/** A browser may try any of these for `localhost`, so a stranger on one of them would be taken for us. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', '::']) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 cannot be listened on there by anybody else either.
    server.once('error', (error) =>
      resolve('code' in error && error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    server.listen({port, host, exclusive: true}, () => server.close(() => resolve(true)))
  })
}
