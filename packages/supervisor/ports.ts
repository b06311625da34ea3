import {createServer} from 'node:net'

/** Ranges are looked for from here, below the ports that systems give out by themselves (RFC 6335, 32768 on Linux). */
const FIRST_CANDIDATE_PORT = 20_000
const LAST_CANDIDATE_PORT = 32_000

/** The first of `ports` that another program holds on this machine, or undefined. */
export async function findTakenPort(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) if (!(await isFree(port))) return port
  return undefined
}

/** The first of `count` consecutive ports that are all free now. Another program may take one at any time. */
export async function findFreePorts(count: number): Promise<number> {
  const ranges = Math.floor((LAST_CANDIDATE_PORT - FIRST_CANDIDATE_PORT) / count)
  for (;;) {
    const first = FIRST_CANDIDATE_PORT + count * Math.floor(Math.random() * ranges)
    const ports = Array.from({length: count}, (_, offset) => first + offset)
    if ((await findTakenPort(ports)) === undefined) return first
  }
}

/** A browser may try any of these addresses for `localhost`, so a port is free only when it is free on all of them. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', '::']) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // Any other error means that this machine lacks the address (no IPv6), so no other program listens on it either.
    server.once('error', (error) =>
      resolve('code' in error && error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    server.listen({port, host, exclusive: true}, () => server.close(() => resolve(true)))
  })
}
