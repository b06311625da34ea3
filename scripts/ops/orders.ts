import {type Command, InvalidArgumentError} from 'commander'
import type {Commerce} from '#lib/context.ts'
import type {Database} from '#lib/db/database.ts'
import {ORDER_STATES, type OrderState} from '#lib/db/schema.ts'
import {formatMoney} from '#lib/format/money.ts'
import {advanceOrder, notifyClient, resendSetupLink} from '#lib/orders/owner-actions.ts'
import {mayRefund, refundOrder} from '#lib/orders/refunds.ts'
import {isOrderState} from '#lib/orders/states.ts'
import {findOrder, listOrders, showOrder} from '#lib/orders/store.ts'
import {CommandFailure, type CommandLine, readLimit, readOrderId} from './command-line.ts'

type Listing = {state?: OrderState; limit: number; json: boolean}
type AdvanceFlags = {notify: boolean; yes: boolean; withoutDetails: boolean}

/** `ops orders …` */
export function addOrderCommands(program: Command, line: CommandLine): void {
  const orders = program.command('orders').description('See orders and move them on')
  orders
    .command('list')
    .description('The newest orders')
    .option('--state <state>', 'only those in this state', readState)
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action((listing: Listing) => line.withCommerce(({db}) => list(line, db, listing)))
  orders
    .command('show')
    .description('All about one order but its service data')
    .argument('<order>', 'its id', readOrderId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) => line.withCommerce(({db}) => show(line, db, id, json)))
  orders
    .command('advance')
    .description('Move an order to the next step: awaiting details, in set-up, live')
    .argument('<order>', 'its id', readOrderId)
    .option('--notify', 'tell the client by mail', false)
    .option('--without-details', 'begin the set-up though the client has not sent the form', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nOnce an order is in set-up it cannot be refunded any more: that is the rule of the terms.',
    )
    .action((id: string, flags: AdvanceFlags) =>
      line.withCommerce((commerce) => advance(line, commerce, id, flags)),
    )
  orders
    .command('refund')
    .description('Give the full amount back, which the terms allow until set-up has begun')
    .argument('<order>', 'its id', readOrderId)
    .option('--yes', 'do not ask', false)
    .action((id: string, {yes}: {yes: boolean}) =>
      line.withCommerce((commerce) => refund(line, commerce, id, yes)),
    )
  orders
    .command('notify')
    .description('Tell the client by mail where their order stands')
    .argument('<order>', 'its id', readOrderId)
    .action((id: string) => line.withCommerce((commerce) => notify(line, commerce, id)))
  orders
    .command('resend')
    .description('Mail a new link to the set-up form; older links stop working')
    .argument('<order>', 'its id', readOrderId)
    .action((id: string) => line.withCommerce((commerce) => resend(line, commerce, id)))
}

function readState(text: string): OrderState {
  const state = text.replaceAll('-', '_')
  if (!isOrderState(state)) throw new InvalidArgumentError(`One of: ${ORDER_STATES.join(', ')}.`)
  return state
}

async function list(line: CommandLine, db: Database, {state, limit, json}: Listing): Promise<void> {
  const found = await listOrders(db, {state, limit})
  const table = found.map(({id, state: now, businessName, amountTotal, currency, createdAt, detailsAt}) => ({
    Order: id,
    State: now.replaceAll('_', ' '),
    Business: businessName,
    Paid: amountTotal !== null && currency !== null ? formatMoney(amountTotal, currency) : '',
    Made: createdAt,
    'Details in': detailsAt,
  }))
  line.printTable(json ? found : table, {json, none: 'There is no order.'})
}

/** Prints one order with its sessions, history and mail. */
async function show(line: CommandLine, db: Database, id: string, json: boolean): Promise<void> {
  const shown = await showOrder(db, id)
  if (shown === undefined) throw new CommandFailure(REFUSALS['unknown-order'])
  if (json) return line.printJson(shown)
  const {order, contact, refund: refunded, attempts, history, mails} = shown
  const isPaid = order.amountTotal !== null && order.currency !== null
  line.printFields({
    Order: order.id,
    State: order.state.replaceAll('_', ' '),
    Plan: order.planName,
    Payment: order.payment,
    Amount: isPaid ? formatMoney(order.amountTotal ?? 0, order.currency ?? '') : '',
    Refund: refunded && `${refunded.status} ${refunded.stripeRefundId ?? ''}`,
    Name: contact?.name,
    Business: contact?.businessName,
    'E-mail': contact?.email,
    Phone: contact?.phone,
    Made: order.createdAt,
    Paid: order.paidAt,
    'Details in': order.detailsAt,
    'Payment at Stripe': order.paymentIntentId,
    'Terms, policy': `${order.termsVersion}, ${order.policyVersion}`,
  })
  line.printTable(
    attempts.map(({attempt, status, sessionId, createdAt}) => ({
      Session: sessionId,
      Attempt: attempt,
      Status: status,
      Made: createdAt,
    })),
    {json, none: 'No session was made yet.'},
  )
  line.printTable(
    history.map(({at, fromState, toState, cause, detail}) => ({
      When: at,
      From: fromState,
      To: toState,
      By: cause,
      Why: detail,
    })),
    {json, none: 'Its state has not changed yet.'},
  )
  line.printTable(
    mails.map(({purpose, subject, status, attempts: tries, sentAt, lastError}) => ({
      Mail: purpose,
      About: subject,
      Status: status,
      Tries: tries,
      Sent: sentAt,
      Error: lastError,
    })),
    {json, none: 'No mail is queued or sent.'},
  )
}

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

async function advance(
  line: CommandLine,
  commerce: Commerce,
  id: string,
  flags: AdvanceFlags,
): Promise<void> {
  const order = await findOrder(commerce.db, id)
  if (order?.state === 'awaiting_details') {
    if (order.detailsAt === null && !flags.withoutDetails)
      throw new CommandFailure(REFUSALS['details-missing'])
    await line.confirm(`Begin the set-up of ${id}? From then on it cannot be refunded.`, flags.yes)
  }
  const result = await advanceOrder(commerce, id, flags)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  line.say(`${id} is now ${result.to.replaceAll('_', ' ')}.`)
  if (flags.notify) await notify(line, commerce, id)
}

async function refund(line: CommandLine, commerce: Commerce, id: string, yes: boolean): Promise<void> {
  const order = await findOrder(commerce.db, id)
  if (order === undefined) throw new CommandFailure(REFUSALS['unknown-order'])
  const refusal = mayRefund(order)
  if (refusal !== undefined) throw new CommandFailure(REFUSALS[refusal])
  const amount = formatMoney(order.amountTotal ?? 0, order.currency ?? 'usd')
  await line.confirm(`Refund ${amount} of ${id} in full?`, yes)
  const result = await refundOrder(commerce, id)
  if (result.ok) return line.say(`${amount} of ${id} is on its way back (${result.refundId}).`)
  if (result.reason === 'refused-by-stripe')
    throw new CommandFailure(`Stripe refused the refund: ${result.code}.`)
  throw new CommandFailure(REFUSALS[result.reason])
}

async function notify(line: CommandLine, commerce: Commerce, id: string): Promise<void> {
  const result = await notifyClient(commerce, id)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  const said = {
    queued: 'A mail to the client is queued.',
    waiting: 'A mail to the client is queued already, and is not out yet.',
    sent: 'The client has been told of this already.',
  }
  line.say(said[result.mail])
}

async function resend(line: CommandLine, commerce: Commerce, id: string): Promise<void> {
  const result = await resendSetupLink(commerce, id)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  line.say(
    result.mail === 'queued'
      ? 'A mail with a new link is queued.'
      : 'A mail with a new link is queued already.',
  )
}
