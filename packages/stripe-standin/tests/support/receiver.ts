import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import Stripe from 'stripe'

export type Received = {event: Stripe.Event; payload: string; headers: IncomingHttpHeaders; verified: boolean}

export type Receiver = {
  url: string
  received: Received[]
  types(): string[]
  /** The status of each further answer, first to last; 200 when there is none left. */
  answers: number[]
  /** The endpoint's secret, to verify signatures with. */
  trust(secret: string | undefined): void
  /** Resolves with the first event of that type, now or when it arrives. */
  waitFor(type: string, count?: number): Promise<Received>
  stop(): Promise<void>
}

/** A webhook endpoint that verifies each event with the real SDK and remembers it. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const answers: number[] = []
  let secret = ''
  const server = createServer(async (request, response) => {
    const payload = Buffer.concat(await request.toArray()).toString('utf8')
    response.writeHead(answers.shift() ?? 200).end()
    received.push({
      event: JSON.parse(payload),
      payload,
      headers: request.headers,
      verified: isSigned(request.headers, payload, secret),
    })
    for (const check of waiting) check()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}/webhook`,
    received,
    types: () => received.map(({event}) => event.type),
    answers,
    trust(given = '') {
      secret = given
    },
    waitFor(type, count = 1) {
      return new Promise((resolve) => {
        const check = () => {
          const found = received.filter(({event}) => event.type === type)[count - 1]
          if (!found) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      })
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function isSigned(headers: IncomingHttpHeaders, payload: string, secret: string): boolean {
  try {
    Stripe.webhooks.constructEvent(payload, String(headers['stripe-signature']), secret)
    return true
  } catch {
    return false
  }
}
