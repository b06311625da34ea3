import {z} from 'zod'
import {resourceMissing} from '../errors.ts'
import {apiFaultSchema} from '../faults/api-faults.ts'
import {webhookFaultSchema} from '../faults/webhook-faults.ts'
import type {Ledger} from '../objects/ledger.ts'
import {closeDispute, openDispute} from '../objects/payments/dispute.ts'
import {settleRefund} from '../objects/payments/refund.ts'
import {settlePayment} from '../objects/payments/settle.ts'
import {expireSession} from '../objects/sessions/expire.ts'
import {inLedger, type Standin} from '../standin.ts'
import {type ControlRoute, control} from './route.ts'

const nothing = z.strictObject({})
const settlement = z.strictObject({outcome: z.enum(['succeeded', 'failed'])})

/** Every control, under `/_control/`. */
export const controlRoutes: ControlRoute[] = [
  control('GET', 'faults', nothing, ({apiFaults, webhookFaults}) => ({
    api: apiFaults.list(),
    webhooks: webhookFaults.list(),
  })),
  control('POST', 'faults/api', apiFaultSchema, ({apiFaults}, fault) => apiFaults.add(fault)),
  control('POST', 'faults/webhooks', webhookFaultSchema, ({webhookFaults}, fault) =>
    webhookFaults.add(fault),
  ),
  control('DELETE', 'faults', nothing, clearFaults),
  control('POST', 'payment_intents/:id/settle', settlement, (standin, {outcome}, id) =>
    inModeOf(standin, id, (ledger) => settlePayment(ledger, ledger.get('payment_intent', id), outcome)),
  ),
  control('POST', 'refunds/:id/settle', settlement, (standin, {outcome}, id) =>
    inModeOf(standin, id, (ledger) => settleRefund(ledger, ledger.get('refund', id), outcome)),
  ),
  control(
    'POST',
    'charges/:id/dispute',
    z.strictObject({reason: z.string().default('fraudulent')}),
    (standin, body, id) =>
      inModeOf(standin, id, (ledger) => openDispute(ledger, ledger.get('charge', id), body.reason)),
  ),
  control(
    'POST',
    'disputes/:id/close',
    z.strictObject({outcome: z.enum(['won', 'lost'])}),
    (standin, {outcome}, id) =>
      inModeOf(standin, id, (ledger) => closeDispute(ledger, ledger.get('dispute', id), outcome)),
  ),
  control('POST', 'sessions/:id/expire', nothing, (standin, _body, id) =>
    inModeOf(standin, id, (ledger) => expireSession(ledger, ledger.get('checkout.session', id))),
  ),
  control('GET', 'deliveries', nothing, ({store}) => ({deliveries: store.deliveries.all()})),
  control('POST', 'deliveries/release', nothing, async ({store, dispatcher}) => {
    store.deliveries.release()
    await dispatcher.idle()
  }),
  control('POST', 'deliveries/flush', nothing, async ({store, dispatcher}) => {
    store.deliveries.hasten(Date.now())
    await dispatcher.idle()
  }),
  control('POST', 'events/:id/resend', nothing, async (standin, _body, id) => {
    if (standin.store.objects.find(id)?.name !== 'event') throw resourceMissing('event', id)
    standin.store.deliveries.resend(id, Date.now())
    await standin.dispatcher.idle()
  }),
  control('POST', 'reset', z.strictObject({keepSetup: z.boolean().default(false)}), (standin, options) => {
    clearFaults(standin)
    standin.store.reset(options)
  }),
]

function clearFaults({apiFaults, webhookFaults}: Standin): void {
  apiFaults.clear()
  webhookFaults.clear()
}

/** Controls name an object and not its mode, which its row knows. */
function inModeOf<T>(standin: Standin, id: string, work: (ledger: Ledger) => T): T {
  const row = standin.store.objects.find(id)
  if (!row) throw resourceMissing('object', id)
  return inLedger(standin, row.livemode, work)
}
