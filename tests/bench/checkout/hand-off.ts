import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {findFreePorts, runTask, startService} from '@local/supervisor'
import {stripeClient} from '#lib/stripe.ts'
import {exchange} from '#tests/support/http.ts'
import {versionsOnPage} from '#tests/support/shop/running-shop.ts'
import {type Bench, placeBareApp, startBeside} from '../bench.ts'
import type {Line} from '../report.ts'
import {interleaved, median, timed} from '../statistics.ts'

const PLAN = 'lifetime-access'
const LOOKUP_KEY = 'lifetime_access'
const MOST = 2

/** For each number of connections: how often each side is asked in turns, and how often by each connection in its turn. */
const LOADS = [
  {connections: 1, rounds: 60, each: 1},
  {connections: 32, rounds: 6, each: 6},
]

/** From the button of a checkout page to the redirect to Stripe, beside a handler that does nothing else. */
export async function handOff(bench: Bench): Promise<Line[]> {
  const {stripe} = bench.stack.addresses
  const prices = await stripeClient({secretKey: stripe.secretKey, apiHost: stripe.url}).prices.list({
    lookup_keys: [LOOKUP_KEY],
  })
  const bare = await startBare(bench, prices.data[0]?.id ?? '')
  // Every request comes from another visitor, as far as the server can tell.
  const ours = await startBeside(bench, 'ours', {mode: 'start', env: {TRUSTED_PROXIES: '127.0.0.1,::1'}})
  const versions = await versionsOnPage(ours.url)
  const visitor = {origin: bench.stack.env.SITE_URL ?? '', form: {plan: PLAN, ...versions}}
  try {
    for (const {url} of [ours, bare]) await load(url, visitor, 4, 2)
    const lines: Line[] = []
    for (const {connections, rounds, each} of LOADS) {
      const time = await interleaved(rounds, {
        ours: () => load(ours.url, visitor, connections, each),
        bare: () => load(bare.url, visitor, connections, each),
      })
      const at = `at ${connections} connection${connections === 1 ? '' : 's'}`
      lines.push(
        {what: `POST to 303 ${at}`, value: time('ours'), unit: 'ms'},
        {what: `bare handler ${at}`, value: time('bare'), unit: 'ms'},
        {what: `ratio ${at}`, value: time('ours') / time('bare'), unit: '×', atMost: MOST},
      )
    }
    return lines
  } finally {
    await Promise.all([ours.stop(), bare.stop()])
  }
}

/** What a visitor's browser says of the page that it comes from, and what stands in its form. */
type Visitor = {origin: string; form: Record<string, string>}

/** Buys on several connections at once, on each one time after the other. Gives the median of milliseconds a purchase. */
async function load(url: string, visitor: Visitor, connections: number, each: number): Promise<number> {
  const times: number[] = []
  const buyer = async () => {
    for (let count = 0; count < each; count++) times.push(await timed(() => buy(url, visitor)))
  }
  await Promise.all(Array.from({length: connections}, buyer))
  return median(times)
}

async function buy(url: string, {origin, form}: Visitor): Promise<void> {
  const {status, headers, body} = await exchange(`${url}/api/checkout`, {
    method: 'POST',
    headers: {
      origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `10.${[...randomBytes(3)].join('.')}`,
    },
    body: String(new URLSearchParams({...form, nonce: randomBytes(24).toString('base64url')})),
  })
  if (status !== 303 || headers.location === undefined)
    throw new Error(`${url} answered ${status} to a purchase: ${body.toString('utf8').slice(0, 500)}`)
}

/**
 * Builds and starts the bare handler: a Next application of its own, with nothing in it but the same row and the same
 * question to Stripe.
 *
 * @param price the id of the price that it sells at
 */
export async function startBare({stack, places, signal}: Bench, price: string) {
  const app = placeBareApp({places}, join(import.meta.dirname, 'bare'), 'bare-checkout')
  const next = join(places.root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const {NEXT_DIST_DIR: _, ...inherited} = process.env
  const env = {...inherited, ...stack.env, ...app.env, PRICE: price}
  await runTask({args: [next, 'build'], cwd: app.folder, env}, {signal})
  const port = await findFreePorts(1)
  const service = await startService(
    {
      name: 'Bare handler',
      args: [next, 'start', '--port', String(port), '--hostname', '127.0.0.1'],
      cwd: app.folder,
      env,
      health: `http://127.0.0.1:${port}/`,
      logFile: join(places.logs, 'bare.log'),
    },
    {signal},
  )
  return {url: `http://127.0.0.1:${port}`, stop: () => service.stop()}
}
