import {eq} from 'drizzle-orm'
import {askStripe, isMissing} from '../checkout/ask-stripe.ts'
import type {Commerce} from '../commerce/context.ts'
import {type CustomerContact, customerContacts} from '../db/schema/customer-contacts.ts'
import type {Order} from '../db/schema/orders.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {formatMoney} from '../format/money.ts'
import {isContactMail, isSiteMail} from '../mail/purpose.ts'
import {writeLetter} from '../mail/write-letter.ts'
import {findOrder} from '../orders/find-order.ts'
import {takesDetails} from '../orders/states.ts'
import {issueSetupLink, setupAddress} from '../setup/links.ts'
import type {Composed} from './composed.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'owner' | 'siteUrl'>

/** Writes a mail about an order as of now. Undefined when there is nobody to send it to: the person was erased. */
export async function composeOrderMail(parts: Parts, row: OutboxRow): Promise<Composed | undefined> {
  const {db, owner, siteUrl} = parts
  if (row.orderId === null || isContactMail(row.purpose) || isSiteMail(row.purpose)) return undefined
  const order = await findOrder(db, row.orderId)
  if (order === undefined) return undefined
  const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, order.id))
  const isForOwner = row.purpose.startsWith('owner_')
  const to = isForOwner ? owner : contact?.email && {name: contact.name ?? '', address: contact.email}
  if (!to) return undefined

  const carriesLink = row.purpose === 'order_confirmation' || row.purpose === 'setup_link'
  const invoiceUrl = row.purpose === 'order_confirmation' ? await findInvoice(parts, order) : undefined
  const setupUrl = carriesLink && takesDetails(order) ? await mintLink(parts, order, row) : undefined
  const letter = writeLetter(row.purpose, {
    ...orderFacts(order),
    contact: contactFacts(contact),
    siteUrl,
    setupUrl,
    invoiceUrl,
    subject: row.subject,
  })
  return {...letter, to, replyTo: isForOwner ? undefined : owner}
}

function orderFacts(order: Order) {
  const {id: orderId, plan, planName, state, amountTotal, currency, paidAt} = order
  return {
    orderId,
    plan,
    planName,
    state,
    amount: amountTotal !== null && currency !== null ? formatMoney(amountTotal, currency) : undefined,
    paidOn: paidAt?.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'}),
  }
}

function contactFacts(contact: CustomerContact | undefined) {
  const {name, businessName, email, phone} = contact ?? {}
  return {name: name ?? '', businessName: businessName ?? '', email: email ?? '', phone: phone ?? ''}
}

function mintLink({db, siteUrl}: Parts, order: Order, row: OutboxRow): Promise<string> {
  return db.transaction(async (transaction) =>
    setupAddress(siteUrl, await issueSetupLink(transaction, order.id, row.id)),
  )
}

async function findInvoice({stripe}: Parts, {invoiceId}: Order): Promise<string | undefined> {
  if (invoiceId === null) return undefined
  try {
    const invoice = await askStripe(() => stripe.invoices.retrieve(invoiceId))
    return invoice.hosted_invoice_url ?? undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
