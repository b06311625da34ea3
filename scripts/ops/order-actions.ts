import type {Commerce} from '#lib/context.ts'
import {formatMoney} from '#lib/format/money.ts'
import {advanceOrder} from '#lib/orders/advance-order.ts'
import {findOrder} from '#lib/orders/find-order.ts'
import {notifyClient, resendSetupLink} from '#lib/orders/notify-client.ts'
import {mayRefund, refundOrder} from '#lib/orders/refund-order.ts'
import {CommandFailure} from './command-failure.ts'
import {confirm} from './confirm.ts'

const REFUSALS = {
  'unknown-order': 'There is no such order.',
  'nothing-follows': 'No step of the set-up follows the state that this order is in.',
  'refund-under-way': 'A refund of this order is under way, so its set-up cannot go on.',
  'details-missing':
    'The client has not sent the set-up form yet. Send a new link with “orders resend”; or, if you have what the set-up needs by other means, add --without-details.',
  'form-closed': 'The set-up form of this order is closed: it was sent already, or the order is not paid.',
  'no-address': 'There is no e-mail address to write to: the client was erased, or never gave one.',
  'not-paid': 'This order was never paid, so there is nothing to refund.',
  'set-up-has-begun': 'Work on the set-up has begun. The terms give no refund from then on.',
  'already-refunded': 'This order has been refunded already.',
  disputed: 'The client’s bank disputes this payment. Answer the dispute in the Stripe dashboard instead.',
} as const

export type AdvanceFlags = {notify: boolean; yes: boolean; withoutDetails: boolean}

export async function advance(commerce: Commerce, id: string, options: AdvanceFlags): Promise<void> {
  const order = await findOrder(commerce.db, id)
  if (order?.state === 'awaiting_details') {
    if (order.detailsAt === null && !options.withoutDetails)
      throw new CommandFailure(REFUSALS['details-missing'])
    await confirm(`Begin the set-up of ${id}? From then on it cannot be refunded.`, options.yes)
  }
  const result = await advanceOrder(commerce, id, options)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  console.log(`${id} is now ${result.to.replaceAll('_', ' ')}.`)
  if (options.notify) await notify(commerce, id)
}

export async function refund(commerce: Commerce, id: string, {yes}: {yes: boolean}): Promise<void> {
  const order = await findOrder(commerce.db, id)
  if (order === undefined) throw new CommandFailure(REFUSALS['unknown-order'])
  const refusal = mayRefund(order)
  if (refusal !== undefined) throw new CommandFailure(REFUSALS[refusal])
  const amount = formatMoney(order.amountTotal ?? 0, order.currency ?? 'usd')
  await confirm(`Refund ${amount} of ${id} in full?`, yes)
  const result = await refundOrder(commerce, id)
  if (result.ok) return console.log(`${amount} of ${id} is on its way back (${result.refundId}).`)
  if (result.reason === 'refused-by-stripe')
    throw new CommandFailure(`Stripe refused the refund: ${result.code}.`)
  throw new CommandFailure(REFUSALS[result.reason])
}

export async function notify(commerce: Commerce, id: string): Promise<void> {
  const result = await notifyClient(commerce, id)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  console.log(
    {
      queued: 'A mail to the client is queued.',
      waiting: 'A mail to the client is queued already, and is not out yet.',
      sent: 'The client has been told of this already.',
    }[result.mail],
  )
}

export async function resend(commerce: Commerce, id: string): Promise<void> {
  const result = await resendSetupLink(commerce, id)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  console.log(
    result.mail === 'queued'
      ? 'A mail with a new link is queued.'
      : 'A mail with a new link is queued already.',
  )
}
