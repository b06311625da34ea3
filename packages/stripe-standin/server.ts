import {type Account, loadAccount} from './account.ts'
import {Api} from './api.ts'
import {handleControl} from './control.ts'
import {ApiFaults, WebhookFaults} from './faults.ts'
import {listen} from './http.ts'
import {expireDueSessions} from './objects/sessions.ts'
import {handlePage} from './pages/handle-page.ts'
import {compileSchemas} from './schema/check.ts'
import {inLedger, type Standin} from './standin.ts'
import {openStore} from './store.ts'
import {Dispatcher} from './webhooks.ts'

export type StripeOptions = {
  /** 0 takes any free port. */
  port: number
  /** Directory that the stand-in owns; made when it is not there. */
  data: string
  /** A loopback address; `127.0.0.1` when not given. */
  host?: string
  /** Address of the proxy through which browsers reach its pages, `https://checkout.stripe.com`; its own when not given. */
  publicUrl?: string | undefined
  /** Hosts beside this machine that webhooks may be sent to; `*` for any by https. None when not given. */
  webhookHosts?: readonly string[]
  /** Milliseconds before each further attempt at a webhook; after the last the delivery has failed. */
  retryDelays?: readonly number[]
}

export type RunningStripe = {url: string; account: Account; close(): Promise<void>}

/** Stripe tries for three days in live mode. Here the first retries come within seconds, since a developer waits. */
const RETRY_DELAYS_MS = [1, 5, 15, 60, 300, 900, 3600, 3600, 3600].map((seconds) => seconds * 1000)
const EXPIRY_CHECK_INTERVAL_MS = 1000

/**
 * Starts the stand-in for Stripe. Closing it leaves its data, and what it had still to send, for the next start.
 *
 * @throws when the address is not loopback, or the port is taken (`EADDRINUSE`)
 */
export async function startStripe(options: StripeOptions): Promise<RunningStripe> {
  const {port, data, host = '127.0.0.1', retryDelays = RETRY_DELAYS_MS, webhookHosts = []} = options
  compileSchemas()
  const account = loadAccount(data)
  const store = openStore(data)
  const apiFaults = new ApiFaults()
  const webhookFaults = new WebhookFaults()
  const dispatcher = new Dispatcher({store, faults: webhookFaults, retryDelays, webhookHosts})
  const parts = {account, data, store, apiFaults, webhookFaults, dispatcher}
  const standin: Standin = {...parts, baseUrl: '', webhookHosts}
  const api = new Api(standin)
  const {server, port: actual} = await listen(host, port, {
    api: (request) => api.answer(request),
    control: (request) => handleControl(standin, request),
    page: (request) => handlePage(standin, request),
  }).catch((error: unknown) => {
    store.close()
    throw error
  })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  standin.baseUrl = options.publicUrl ?? url
  dispatcher.wake()
  const expiry = setInterval(() => {
    for (const livemode of [false, true]) inLedger(standin, livemode, expireDueSessions)
  }, EXPIRY_CHECK_INTERVAL_MS).unref()
  return {
    url,
    account,
    async close() {
      clearInterval(expiry)
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await dispatcher.close()
      store.close()
    },
  }
}
