import type {Database} from '#lib/db/database.ts'
import {formatMoney} from '#lib/format/money.ts'
import {showOrder} from '#lib/orders/show-order.ts'
import {CommandFailure} from './command-failure.ts'
import {printFields, printJson, printTable} from './print.ts'

/** Prints one order with its sessions, history and mail. */
export async function printOrder(db: Database, id: string, json: boolean): Promise<void> {
  const shown = await showOrder(db, id)
  if (shown === undefined) throw new CommandFailure('There is no such order.')
  if (json) return printJson(shown)
  const {order, contact, refund, attempts, history, mails} = shown
  const isPaid = order.amountTotal !== null && order.currency !== null
  printFields({
    Order: order.id,
    State: order.state.replaceAll('_', ' '),
    Plan: order.planName,
    Payment: order.payment,
    Amount: isPaid ? formatMoney(order.amountTotal ?? 0, order.currency ?? '') : '',
    Refund: refund && `${refund.status} ${refund.stripeRefundId ?? ''}`,
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
  printTable(
    attempts.map(({attempt, status, sessionId, createdAt}) => ({
      Session: sessionId,
      Attempt: attempt,
      Status: status,
      Made: createdAt,
    })),
    {json, none: 'No session was made yet.'},
  )
  printTable(
    history.map(({at, fromState, toState, cause, detail}) => ({
      When: at,
      From: fromState,
      To: toState,
      By: cause,
      Why: detail,
    })),
    {json, none: 'Its state has not changed yet.'},
  )
  printTable(
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
