import type {Account} from './account.ts'
import type {ApiFaults, WebhookFaults} from './faults.ts'
import {type Cause, Ledger, NO_REQUEST} from './objects/ledger.ts'
import type {Store} from './store.ts'
import type {Dispatcher} from './webhooks.ts'

/** The parts of a running stand-in, for the handlers of its three kinds of request. */
export type Standin = {
  account: Account
  /** The directory that its files are in. */
  data: string
  store: Store
  apiFaults: ApiFaults
  webhookFaults: WebhookFaults
  dispatcher: Dispatcher
  /** The address that browsers reach its pages at, such as `http://127.0.0.1:3002`. */
  baseUrl: string
  /** The hosts beside this machine that webhooks may be sent to. */
  webhookHosts: readonly string[]
}

/** Does `work` in one transaction of one mode, and then has its events sent. */
export function inLedger<T>(
  standin: Standin,
  livemode: boolean,
  work: (ledger: Ledger) => T,
  cause: Cause = NO_REQUEST,
): T {
  const {store, account, baseUrl, webhookHosts} = standin
  const result = store.transaction(() =>
    work(new Ledger({store, account, baseUrl, webhookHosts, livemode, cause})),
  )
  standin.dispatcher.wake()
  return result
}
