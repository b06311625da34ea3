import {Socket} from 'node:net'
import type {Env} from '../env.ts'

/**
 * The hosts that the server may connect to: those of its configuration, and no others (privacy policy, §3). Every client, of
 * whatever library, connects through a socket of Node's, so this is where others are refused.
 */

type ServiceHosts = Pick<
  Env,
  'SANITY_PROJECT_ID' | 'SANITY_API_HOST' | 'STRIPE_API_HOST' | 'SMTP_URL' | 'DATABASE_URL' | 'REDIS_URL'
>

const PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'smtp:': 587,
  'smtps:': 465,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
}

/** The services that the server connects to, each with its hosts as `host:port` or, for a socket, its path. */
export function serviceHosts(
  settings: ServiceHosts,
): Record<'content' | 'payment' | 'mail' | 'hosting', string[]> {
  const {
    SANITY_PROJECT_ID: project,
    SANITY_API_HOST,
    STRIPE_API_HOST,
    SMTP_URL,
    DATABASE_URL,
    REDIS_URL,
  } = settings
  return {
    content: SANITY_API_HOST
      ? [targetOf(SANITY_API_HOST)]
      : [`${project}.api.sanity.io:443`, 'api.sanity.io:443', 'cdn.sanity.io:443'],
    payment: [targetOf(STRIPE_API_HOST ?? 'https://api.stripe.com')],
    mail: [targetOf(SMTP_URL)],
    hosting: [...databaseTargets(DATABASE_URL), ...(REDIS_URL ? [targetOf(REDIS_URL)] : [])],
  }
}

/**
 * Everything that the server may connect to.
 *
 * @param ownPort where it listens: it asks itself for what only an answer of its own can do
 */
export function allowedTargets(settings: ServiceHosts, ownPort: number): ReadonlySet<string> {
  return new Set([
    ...Object.values(serviceHosts(settings)).flat(),
    ...['127.0.0.1', 'localhost', '::1'].map((host) => `${host}:${ownPort}`),
  ])
}

function targetOf(url: string): string {
  const {protocol, hostname, port} = new URL(url)
  return `${plainHost(hostname)}:${port || PORTS[protocol]}`
}

/** A database at a socket is named by the folder of the socket: https://www.postgresql.org/docs/current/libpq-connect.html */
function databaseTargets(url: string): string[] {
  const {searchParams, hostname, port} = new URL(url)
  const folder = searchParams.get('host') ?? decodeURIComponent(hostname)
  return folder.startsWith('/') ? [`${folder}/.s.PGSQL.${port || PORTS['postgres:']}`] : [targetOf(url)]
}

const plainHost = (host: string) => host.replace(/^\[(.*)\]$/, '$1').toLowerCase()

/** A connection that was not made, since its host is not among those that the server may connect to. */
export class HostNotAllowedError extends Error {
  readonly code = 'ERR_HOST_NOT_ALLOWED'

  constructor(target: string) {
    super(`This server does not connect to ${target}.`)
  }
}

/**
 * Asks before each connection that this process makes from now on. One that is not allowed fails like one that nothing
 * answers, with {@link HostNotAllowedError}.
 *
 * @param isAllowed gets `host:port`, or the path of a socket
 * @returns what takes the question away again
 */
export function guardConnections(isAllowed: (target: string) => boolean): () => void {
  const connect: unknown = Reflect.get(Socket.prototype, 'connect')
  if (typeof connect !== 'function') throw new Error('A socket of this Node cannot connect.')
  Reflect.set(Socket.prototype, 'connect', function guarded(this: Socket, ...args: unknown[]): unknown {
    const target = requestedTarget(args)
    if (target === undefined || isAllowed(target)) return Reflect.apply(connect, this, args)
    // Not before the caller listens: TLS goes on with the socket right after this call.
    process.nextTick(() => this.destroy(new HostNotAllowedError(target)))
    return this
  })
  return () => {
    Reflect.set(Socket.prototype, 'connect', connect)
  }
}

/**
 * Where a call of `connect` leads, in each of the forms that Node takes; nothing when it leads nowhere and Node will say so.
 *
 * @see https://nodejs.org/api/net.html#socketconnect
 */
function requestedTarget(args: readonly unknown[]): string | undefined {
  const [first, second] = args
  // Node hands its own functions the arguments as a list.
  if (Array.isArray(first)) return requestedTarget(first)
  if (typeof first === 'object' && first !== null) {
    const [path, host, port] = ['path', 'host', 'port'].map((name): unknown => Reflect.get(first, name))
    return typeof path === 'string' ? path : targetAt(host, port)
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return first
  return targetAt(second, first)
}

function targetAt(host: unknown, port: unknown): string | undefined {
  if (typeof port !== 'number' && typeof port !== 'string') return undefined
  return `${typeof host === 'string' && host !== '' ? plainHost(host) : 'localhost'}:${port}`
}
