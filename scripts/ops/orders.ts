import {type Command, InvalidArgumentError} from 'commander'
import type {Commerce} from '#lib/commerce.ts'
import type {Database} from '#lib/db/database.ts'
import {ORDER_STATES, type Order, type OrderState} from '#lib/db/schema.ts'
import {formatMoney} from '#lib/format/text.ts'
import {advanceOrder, moveOrderBack, notifyClient, resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findRefundable, refundOrder} from '#lib/orders/refunds.ts'
import {isOrderState} from '#lib/orders/states.ts'
import {agreedTexts, findOrder, listOrders, showOrder} from '#lib/orders/store.ts'
import {CommandFailure, type CommandLine, readLimit, readOrderId} from './command-line.ts'

type Listing = {state?: OrderState; limit: number; json: boolean}
type RefundFlags = {amount?: number; yes: boolean}
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
    .action((id: string, {json}: {json: boolean}) =>
      line.withCommerce((commerce) => show(line, commerce, id, json)),
    )
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
    .command('back')
    .description('Take the last step of the set-up back; the client is not told')
    .argument('<order>', 'its id', readOrderId)
    .action((id: string) =>
      line.withCommerce(async (commerce) => {
        const result = await moveOrderBack(commerce, id)
        if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
        line.say(`${id} is again ${result.to.replaceAll('_', ' ')}.`)
      }),
    )
  orders
    .command('refund')
    .description('Give back what the client paid, or a part, which the terms allow until set-up has begun')
    .argument('<order>', 'its id', readOrderId)
    .option('--amount <dollars>', 'only so much, for example 9.90', readAmount)
    .option('--yes', 'do not ask', false)
    .addHelpText('after', '\nThe client is told by mail. After a part is given back, the order goes on.')
    .action((id: string, flags: RefundFlags) =>
      line.withCommerce((commerce) => refund(line, commerce, id, flags)),
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

/** Dollars as a person writes them, in cents. */
function readAmount(text: string): number {
  const [, dollars, cents = ''] = /^(?:US)?\$?(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? []
  const amount = dollars === undefined ? 0 : Number(dollars) * 100 + Number(cents.padEnd(2, '0'))
  if (amount < 1) throw new InvalidArgumentError('An amount in dollars, for example 9.90.')
  return amount
}

async function list(line: CommandLine, db: Database, {state, limit, json}: Listing): Promise<void> {
  const found = await listOrders(db, {state, limit})
  const table = found.map((order) => ({
    Order: order.id,
    State: order.state.replaceAll('_', ' '),
    Business: order.businessName,
    Paid: inWords(order.amountTotal, order.currency),
    'Sent back': inWords(order.amountRefunded || null, order.currency),
    Made: order.createdAt,
    'Details in': order.detailsAt,
  }))
  line.printTable(json ? found : table, {json, none: 'There is no order.'})
}

function inWords(cents: number | null, currency: string | null): string {
  return cents !== null && currency !== null ? formatMoney(cents, currency) : ''
}

/** The texts that an order was made under: the page of the very version and its hash, or a revision from before there were versions. */
function agreedFields(order: Order, siteUrl: string): Record<string, string> {
  const texts = agreedTexts(order)
  if (texts.length === 0) return {'Terms, policy': `${order.termsVersion}, ${order.policyVersion}`}
  return Object.fromEntries(
    texts.flatMap(({name, path, hash}) => [
      [`${name} agreed to`, `${siteUrl}${path}`],
      [`${name} (SHA-256)`, hash],
    ]),
  )
}

/** Prints one order with its sessions, history and mail. */
async function show(
  line: CommandLine,
  {db, siteUrl}: Pick<Commerce, 'db' | 'siteUrl'>,
  id: string,
  json: boolean,
): Promise<void> {
  const shown = await showOrder(db, id)
  if (shown === undefined) throw new CommandFailure(REFUSALS['unknown-order'])
  if (json) return line.printJson(shown)
  const {order, contact, refunds, attempts, history, mails} = shown
  line.printFields({
    Order: order.id,
    State: order.state.replaceAll('_', ' '),
    Plan: order.planName,
    Payment: order.payment,
    Amount: inWords(order.amountTotal, order.currency),
    'Sent back': inWords(order.amountRefunded || null, order.currency),
    Name: contact?.name,
    Business: contact?.businessName,
    'E-mail': contact?.email,
    Phone: contact?.phone,
    Made: order.createdAt,
    Paid: order.paidAt,
    'Details in': order.detailsAt,
    'Payment at Stripe': order.paymentIntentId,
    ...agreedFields(order, siteUrl),
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
    refunds.map(({amount, status, stripeRefundId, requestedAt}) => ({
      Refund: stripeRefundId,
      Amount: inWords(amount, order.currency),
      Status: status,
      'Asked for': requestedAt,
    })),
    {json, none: 'No refund was asked for here.'},
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
  'refund-under-way': 'A refund of this order is under way. Wait a minute and ask again.',
  'nothing-before': 'There is no step of this order that can be taken back.',
  'details-missing':
    'The client has not sent the set-up form yet. Send a new link with “orders resend”; or, if you have what the set-up needs by other means, add --without-details.',
  'form-closed': 'The set-up form of this order is closed: it was sent already, or the order is not paid.',
  'no-address': 'There is no e-mail address to write to: the client was erased, or never gave one.',
  'not-paid': 'This order was never paid, so there is nothing to refund.',
  'set-up-has-begun': 'Work on the set-up has begun. The terms give no refund from then on.',
  'already-refunded': 'This order has been refunded already.',
  'more-than-remains': 'So much does not remain of this order. See what was sent back with “orders show”.',
  'changed-meanwhile':
    'Another refund of this order was made meanwhile, so nothing was done. Look at it with “orders show”, and ask again.',
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
  if (order?.state === 'in_set_up')
    await line.confirm(`Is the set-up of ${id} done, and the receptionist live?`, flags.yes)
  const result = await advanceOrder(commerce, id, flags)
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
  line.say(`${id} is now ${result.to.replaceAll('_', ' ')}.`)
  if (flags.notify) await notify(line, commerce, id)
}

async function refund(line: CommandLine, commerce: Commerce, id: string, flags: RefundFlags): Promise<void> {
  const found = await findRefundable(commerce, id)
  if (!found.ok) throw new CommandFailure(REFUSALS[found.reason])
  const {paid, refunded, remaining, currency} = found
  const amount = flags.amount ?? remaining
  if (amount > remaining) {
    const left = `${inWords(remaining, currency)} of ${inWords(paid, currency)}`
    throw new CommandFailure(`Of this order ${left} can be given back, and no more.`)
  }
  const leaves = amount < remaining ? `${inWords(remaining - amount, currency)} stays paid` : 'in full'
  await line.confirm(`Give back ${inWords(amount, currency)} of ${id} (${leaves})?`, flags.yes)
  const result = await refundOrder(commerce, id, {amount, refundedBefore: refunded})
  if (result.ok)
    return line.say(
      `${inWords(result.amount, currency)} of ${id} is on its way back (${result.refundId}), and the client is told by mail.`,
    )
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
