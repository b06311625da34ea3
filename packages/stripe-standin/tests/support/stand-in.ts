import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Stripe from 'stripe'
import {type RunningStripe, type StripeOptions, startStripe} from '../../start.ts'

export type StandIn = {
  running: RunningStripe
  data: string
  /** The real SDK with the secret test key. It does not retry, so that a test sees each answer. */
  stripe: Stripe
  /** The same with another key or other options. */
  client(options?: {key?: string; maxNetworkRetries?: number; timeout?: number}): Stripe
  /** Pulls a lever under `/_control/`. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

/** Starts a stand-in with a directory of its own. */
export async function startStandIn(options: Partial<StripeOptions> = {}): Promise<StandIn> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'stripe-')))
  const running = await startStripe({port: 0, retryDelays: [60_000], ...options, data})
  const client: StandIn['client'] = ({
    key = running.account.test.secretKey,
    maxNetworkRetries = 0,
    timeout,
  } = {}) => clientFor(running.url, key, {maxNetworkRetries, ...(timeout !== undefined && {timeout})})
  return {
    running,
    data,
    stripe: client(),
    client,
    control: (method, path, body) => control(running.url, method, path, body),
    async stop() {
      await running.close()
      await rm(data, {recursive: true, force: true})
    },
  }
}

export function clientFor(
  url: string,
  key: string,
  options: {maxNetworkRetries?: number; timeout?: number} = {},
): Stripe {
  const {hostname, port} = new URL(url)
  return new Stripe(key, {host: hostname, port, protocol: 'http', telemetry: false, ...options})
}

async function control(
  url: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/_control/${path}`, {
    method,
    headers: {'content-type': 'application/json'},
    ...(body && {body: JSON.stringify(body)}),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}
