import {appendAudit} from '../audit.ts'
import {type DeskQuestion, STATE_WORDS} from '../format/desk.ts'
import {formatMoney} from '../format/text.ts'
import {
  advanceOrder,
  moveOrderBack,
  type NotifyResult,
  notifyClient,
  resendSetupLink,
} from '../orders/owner-actions.ts'
import {refundOrder} from '../orders/refunds.ts'
import {findContact, findOrder} from '../orders/store.ts'
import {
  type Answer,
  audit,
  CHANGED_MEANWHILE,
  type Declined,
  type Desk,
  declined,
  said,
  UNKNOWN_ORDER,
} from './desk.ts'
import {writeLetter, writeNote} from './letters.ts'

/** Why an order is not changed, in words for the owner. */
const REFUSALS = {
  'unknown-order': UNKNOWN_ORDER,
  'changed-meanwhile': CHANGED_MEANWHILE,
  'nothing-follows': no('nothing_follows', 'No step of the set-up follows where this order stands.'),
  'nothing-before': no('nothing_before', 'There is no step of this order that can be taken back.'),
  'refund-under-way': no(
    'refund_under_way',
    'A refund of this order is under way, so its set-up cannot go on.',
  ),
  'details-missing': no(
    'details_missing',
    'The client has not sent the set-up form yet. Send them a new link; or, if you have what the set-up needs by other means, begin without it.',
  ),
  'form-closed': no(
    'form_closed',
    'The set-up form of this order is closed: it was sent already, or the order is not paid.',
  ),
  'no-address': no(
    'no_address',
    'There is no e-mail address to write to: the client was erased, or never gave one.',
  ),
  'not-paid': no('not_paid', 'This order was never paid, so there is nothing to refund.'),
  'set-up-has-begun': no(
    'set_up_has_begun',
    'Work on the set-up has begun. The terms give no refund from then on. If you want to give the money back all the same, move the order back first.',
  ),
  'more-than-remains': no(
    'more_than_remains',
    'So much of the payment is not left. Look at what remains, and give back no more.',
  ),
  'already-refunded': no('already_refunded', 'This order has been refunded already.'),
  disputed: no(
    'disputed',
    'The client’s bank disputes this payment. Answer the dispute in the Stripe dashboard instead.',
  ),
} as const

function no(code: string, message: string): Declined {
  return declined('not-possible', code, message)
}

/** Moves an order on, and tells the client if the owner wants that. */
export async function advance(
  desk: Desk,
  question: DeskQuestion<'advance-order'>,
): Promise<Answer<'advance-order'>> {
  const {orderId, version, withoutDetails, tellClient} = question
  const result = await advanceOrder(desk, orderId, {version, withoutDetails: withoutDetails ?? false})
  if (!result.ok) return REFUSALS[result.reason]
  await audit(desk, {action: `order advanced: ${result.to}`, orderId})
  const moved = `The order is now: ${STATE_WORDS[result.to]}.`
  if (!tellClient) return said(moved)
  const told = await notifyClient(desk, orderId)
  return said(`${moved} ${told.ok ? MAILS[told.mail] : REFUSALS[told.reason].message}`)
}

/** Takes the last step back. */
export async function goBack(
  desk: Desk,
  {orderId, version}: DeskQuestion<'move-order-back'>,
): Promise<Answer<'move-order-back'>> {
  const result = await moveOrderBack(desk, orderId, {version})
  if (!result.ok) return REFUSALS[result.reason]
  await audit(desk, {action: `order moved back: ${result.to}`, orderId})
  return said(`The order is again: ${STATE_WORDS[result.to]}. The client was not told.`)
}

/** Gives back all that remains of a payment, or a part of it. */
export async function refund(
  desk: Desk,
  {orderId, version, amount, refundedBefore}: DeskQuestion<'refund-order'>,
): Promise<Answer<'refund-order'>> {
  const order = await findOrder(desk.db, orderId)
  if (order === undefined) return UNKNOWN_ORDER
  if (order.version !== version) return CHANGED_MEANWHILE
  // Written first: money that went back must not be missing in the log.
  await audit(desk, {
    action: amount === undefined ? 'order refund' : 'order refund of a part',
    orderId,
  })
  const result = await refundOrder(desk, orderId, {amount, refundedBefore})
  if (result.ok)
    return said(
      `${formatMoney(result.amount, result.currency)} is on its way back, and the client is told by mail. Banks take some days to show it.`,
    )
  return result.reason === 'refused-by-stripe'
    ? no(
        'refused_by_stripe',
        `Stripe refused the refund (${result.code}). Look at the payment in the Stripe dashboard.`,
      )
    : REFUSALS[result.reason]
}

const MAILS = {
  queued: 'A mail to the client is on its way.',
  waiting: 'A mail to the client is on its way already.',
  sent: 'The client has been told of this already.',
} as const

/** Mails the client a new link to the set-up form. */
export async function sendSetupLink(
  desk: Desk,
  {orderId}: DeskQuestion<'send-setup-link'>,
): Promise<Answer<'send-setup-link'>> {
  return mailed(desk, orderId, 'setup link sent', await resendSetupLink(desk, orderId))
}

/** Tells the client by mail where their order stands. */
export async function tellClient(
  desk: Desk,
  {orderId}: DeskQuestion<'tell-client'>,
): Promise<Answer<'tell-client'>> {
  return mailed(desk, orderId, 'client told', await notifyClient(desk, orderId))
}

async function mailed(desk: Desk, orderId: string, action: string, result: NotifyResult) {
  if (!result.ok) return REFUSALS[result.reason]
  await audit(desk, {action, orderId})
  return said(MAILS[result.mail])
}

/** Sends the client a letter of the owner's. */
export async function writeToClient(
  desk: Desk,
  {orderId, letterId, subject, body}: DeskQuestion<'write-to-client'>,
): Promise<Answer<'write-to-client'>> {
  if ((await findOrder(desk.db, orderId)) === undefined) return UNKNOWN_ORDER
  if (!(await findContact(desk.db, orderId))?.email) return REFUSALS['no-address']
  return desk.db.transaction(async (transaction) => {
    const letter = {id: letterId, to: {orderId}, subject, body, author: desk.actor}
    if (await writeLetter(transaction, letter))
      await appendAudit(transaction, {actor: desk.actor, action: 'letter to client', orderId})
    return said('Your letter is on its way. An answer to it comes to your mailbox.')
  })
}

/** Keeps a note about an order. */
export async function addNote(
  desk: Desk,
  {orderId, noteId, body}: DeskQuestion<'add-note'>,
): Promise<Answer<'add-note'>> {
  if ((await findOrder(desk.db, orderId)) === undefined) return UNKNOWN_ORDER
  return desk.db.transaction(async (transaction) => {
    if (await writeNote(transaction, {id: noteId, orderId, body, author: desk.actor}))
      await appendAudit(transaction, {actor: desk.actor, action: 'note added', orderId})
    return said('The note is kept.')
  })
}
