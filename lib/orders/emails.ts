import type {Commerce} from '../commerce.ts'
import type {Executor, Transaction} from '../db/database.ts'
import type {Order, OrderState, OutboxRow} from '../db/schema.ts'
import {formatMoney} from '../format/text.ts'
import {checkoutPath, deskPath} from '../links/paths.ts'
import {deskAction, type Email, renderEmail} from '../mail.ts'
import {enqueueMail, type MailKind} from '../outbox.ts'
import {siteAlertWords} from '../owner-alerts.ts'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {isOrderState, takesDetails} from './states.ts'
import {
  type AgreedText,
  agreedTexts,
  findContact,
  findOrder,
  issueSetupLink,
  lockOrder,
  moveOrder,
} from './store.ts'

/** What an email about an order is written from. */
export type OrderFacts = {
  siteUrl: string
  /** Whether the owner has a desk in the Studio. */
  hasDesk: boolean
  orderId: string
  plan: string
  planName: string
  /** Where this very order can be paid. */
  payPath: string
  state: OrderState
  /** `US$99.00`; absent before anything was charged. */
  amount: string | undefined
  /** What was given back of it, `US$9.90`; absent when nothing was. */
  refunded: string | undefined
  /** `November 22, 2026`; absent before anything was charged. */
  paidOn: string | undefined
  /** Empty where nothing is known. */
  contact: {name: string; businessName: string; email: string; phone: string}
  /** Absent when there is nothing to fill in any more. */
  setupUrl: string | undefined
  /** Stripe's page with the invoice, when there is one. */
  invoiceUrl: string | undefined
  /** The very texts that were agreed to. */
  agreed: AgreedText[]
  /** What the row of the outbox says beside the order: a state, a code. */
  subject: string
}

/** One kind of email about an order. */
export type OrderEmail = {
  description: string
  to: 'client' | 'owner'
  write: (facts: OrderFacts) => Email
  /** Whether it holds a link to the set-up form, which is then made for it. */
  carriesSetupLink?: boolean
  carriesInvoice?: boolean
}

/** Emails about orders by their purpose. */
export const ORDER_EMAILS = {
  order_confirmation: {
    description: 'Tells the client that the payment arrived, and how to hand over what the set-up needs.',
    to: 'client',
    carriesSetupLink: true,
    carriesInvoice: true,
    write: (facts) => ({
      subject: `Your order ${facts.orderId}: payment received`,
      heading: 'Payment received. Next, your details.',
      paragraphs: [
        facts.contact.name ? `Hello ${facts.contact.name},` : 'Hello,',
        `Thank you for buying ${facts.planName}. Your payment has arrived.`,
        ...(facts.setupUrl
          ? [
              'Tell us how your business works, and we set everything up for you: same day or next day, once we have it all.',
            ]
          : []),
      ],
      ...setupAction(facts),
      facts: receiptFacts(facts),
      closing: [
        ...(facts.invoiceUrl ? [{label: 'Your invoice', url: facts.invoiceUrl}] : []),
        ...facts.agreed.map(({name, number, path}) => ({
          label: `${name} that you agreed to, version ${number}`,
          url: `${facts.siteUrl}${path}`,
        })),
      ],
    }),
  },
  setup_link: {
    description: 'Gives the client a new link to the set-up form because they or the owner asked for one.',
    to: 'client',
    carriesSetupLink: true,
    write: (facts) => ({
      subject: `Your set-up form for order ${facts.orderId}`,
      heading: facts.setupUrl ? 'A new link to your set-up form' : 'Your set-up form is closed',
      paragraphs: [
        facts.setupUrl
          ? 'Here is a new link. What you saved before is still there; older links no longer work.'
          : 'The form of this order cannot be filled in any more. If something is still missing, answer this mail.',
      ],
      ...setupAction(facts),
      facts: orderAndPlan(facts),
      closing: [],
    }),
  },
  order_state: {
    description: 'Tells the client that their order moved on.',
    to: 'client',
    write(facts) {
      const {heading, text} = STATE_WORDS[isOrderState(facts.subject) ? facts.subject : facts.state]
      return {
        subject: `${heading} (order ${facts.orderId})`,
        heading,
        paragraphs: [text],
        facts: orderAndPlan(facts),
        closing: [],
      }
    },
  },
  payment_processing: {
    description: 'Tells the client that a delayed payment is on its way, so that they do not pay again.',
    to: 'client',
    write: (facts) => ({
      subject: `Your payment for order ${facts.orderId} is on its way`,
      heading: 'Your payment is on its way',
      paragraphs: [
        'Your bank is making the payment, which can take some days. Please do not pay a second time.',
        'We write to you when it has arrived, with the link to your set-up form, or if your bank does not make it.',
      ],
      facts: orderAndPlan(facts),
      closing: [],
    }),
  },
  payment_failed: {
    description: 'Tells the client that a delayed payment did not arrive, and what to do.',
    to: 'client',
    write: (facts) => ({
      subject: `Your payment for order ${facts.orderId} did not go through`,
      heading: 'Your payment did not go through',
      paragraphs: [
        'Your bank did not make the payment, so nothing was charged. Your order is still here, and you can pay it another way.',
      ],
      action: {
        label: 'Pay another way',
        url: `${facts.siteUrl}${facts.payPath}`,
        note: 'You will see the amount again before you pay.',
      },
      facts: orderAndPlan(facts),
      closing: [],
    }),
  },
  refund_sent: {
    description: 'Tells the client that money is on its way back to them: all that they paid, or a part.',
    to: 'client',
    write: (facts) => {
      const isAll = facts.state === 'refunded'
      return {
        subject: `${facts.subject} is on its way back to you (order ${facts.orderId})`,
        heading: isAll ? 'Your payment is on its way back' : 'A part of your payment is on its way back',
        paragraphs: [
          `We have sent ${facts.subject} back to the card or account that paid. Banks take up to ten days to show it.`,
          isAll ? 'With this your order is closed.' : 'Your order goes on as before.',
        ],
        facts: [...receiptFacts(facts)],
        closing: ['If you have a question about it, answer this mail.'],
      }
    },
  },
  owner_new_order: {
    description: 'Tells the owner that there is a new paid order.',
    to: 'owner',
    write: (facts) => ({
      subject: `New order ${facts.orderId}: ${facts.planName}`,
      heading: 'A new order',
      paragraphs: [
        'The client gets the link to the set-up form by mail. You hear from us when the form comes back, and when that mail cannot be delivered.',
      ],
      facts: [
        ...receiptFacts(facts),
        ['Name', facts.contact.name],
        ['E-mail', facts.contact.email],
        ['Phone', facts.contact.phone],
      ],
      ...openOrder(facts),
    }),
  },
  owner_alert: {
    description: 'Tells the owner of something about an order that a person must look at.',
    to: 'owner',
    write: ({orderId, subject, contact, siteUrl, hasDesk}) => ({
      subject: `Order ${orderId} needs you: ${subject.replaceAll('-', ' ')}`,
      heading: `Order ${orderId} needs you`,
      paragraphs: [
        isOrderAlert(subject)
          ? ORDER_ALERTS[subject]
          : `Something happened to this order that a person must look at: ${subject}.`,
      ],
      facts: [
        ['Order', orderId],
        ['Business', contact.businessName],
      ],
      ...openOrder({orderId, siteUrl, hasDesk}),
    }),
  },
} as const satisfies Record<string, OrderEmail>

/** Leads the owner to an order: to their desk, or where that is off, with a command. */
export function openOrder(
  {orderId, siteUrl, hasDesk}: Pick<OrderFacts, 'orderId' | 'siteUrl' | 'hasDesk'>,
  command = 'orders show',
): Pick<Email, 'action' | 'closing'> {
  return {
    ...deskAction({siteUrl, hasDesk}, 'Open the order', deskPath('order', orderId)),
    closing: hasDesk ? [] : [`See it with: npm run ops -- ${command} ${orderId}`],
  }
}

const STATE_WORDS: Readonly<Record<OrderState, {heading: string; text: string}>> = {
  pending: {heading: 'Your order is waiting for payment', text: 'No payment for it has reached us so far.'},
  paid: {heading: 'Your payment has arrived', text: 'The link to your set-up form follows in its own mail.'},
  awaiting_details: {
    heading: 'We are waiting for your details',
    text: 'As soon as we have the set-up form, we start. If you need a new link to it, answer this mail.',
  },
  in_set_up: {
    heading: 'Your set-up has begun',
    text: 'We have what we need and are setting up your assistant. We write again when it answers its first lead.',
  },
  live: {
    heading: 'Your assistant is live',
    text: 'It answers your leads from now on, day and night. Try it as a customer would, and tell us what to change.',
  },
  refunded: {
    heading: 'Your payment has been refunded',
    text: 'The full amount is on its way to the card or account that paid. Banks take some days to show it.',
  },
  cancelled: {
    heading: 'Your order has been closed',
    text: 'No payment for it reached us, and nothing will be charged.',
  },
  disputed: {
    heading: 'Your payment is disputed',
    text: 'Your bank has told us that the payment is disputed. If that is a mistake, answer this mail and we sort it out.',
  },
}

const ORDER_ALERTS = {
  'paid-twice':
    'A second payment arrived for this order. Look it up in the Stripe dashboard and refund one of the two.',
  'foreign-payment':
    'A payment that was not made through this site names this order. The order is not paid by it. Look it up in the Stripe dashboard and refund it if it is a mistake.',
  'livemode-mismatch':
    'This order and the Stripe key of the site belong to different modes, test and live, so its payment was not taken note of. Look at STRIPE_SECRET_KEY.',
  'refund-failed':
    'A refund of this order failed: the money came back to your Stripe account, though the client was told that it is on its way. Look up the reason in the Stripe dashboard, ask the client how they want the money, and refund it again.',
  'bought-twice':
    'The same e-mail address has paid for another order within a day. If the client did not mean to, refund one of the two; if it is for another business, nothing is to be done. Ask them.',
  disputed:
    'The client’s bank disputes this payment. Answer it in the Stripe dashboard before its date runs out.',
  'dispute-won': 'The dispute of this payment ended in your favour. The order is back where it was.',
  'dispute-lost': 'The dispute of this payment was lost: the money went back to the client.',
} as const

/** What the owner is told of about an order. */
export type OrderAlert = keyof typeof ORDER_ALERTS

/** What the owner reads about an alert of an order, or of the site, in a sentence. */
export function alertWords(alert: string): string {
  return isOrderAlert(alert) ? ORDER_ALERTS[alert] : siteAlertWords(alert)
}

const isOrderAlert = (subject: string): subject is OrderAlert => Object.hasOwn(ORDER_ALERTS, subject)

const orderAndPlan = ({orderId, planName}: OrderFacts): Email['facts'] => [
  ['Order', orderId],
  ['Plan', planName],
]

function receiptFacts({orderId, planName, amount, refunded, paidOn, contact}: OrderFacts): Email['facts'] {
  const lines: [string, string | undefined][] = [
    ['Order', orderId],
    ['Plan', planName],
    ['Business', contact.businessName],
    ['Paid', amount && `${amount}, once. No subscription.`],
    ['Sent back', refunded],
    ['Date', paidOn],
  ]
  return lines.flatMap(([label, value]): Email['facts'] => (value ? [[label, value]] : []))
}

/** The button that leads to the set-up form, while there is something to fill in. */
function setupAction({setupUrl}: OrderFacts): Pick<Email, 'action'> {
  if (setupUrl === undefined) return {}
  return {
    action: {
      label: 'Start the set-up form',
      url: setupUrl,
      note: 'The link is yours alone and works for 14 days, until you send the form. You can stop and come back to it. We never ask for a card number there.',
    },
  }
}

type OrderMailPurpose = keyof typeof ORDER_EMAILS

type OrderMail = {
  purpose: OrderMailPurpose
  orderId: string
  /** What the email needs beside the order, such as a state; never personal data. */
  subject?: string
  /** Names the cause. The same cause queues one mail, however often it is reported. */
  dedupeKey: string
}

/** Queues an email about an order in the transaction of its cause. Returns false when that cause has its mail already. */
export function queueOrderMail(db: Executor, mail: OrderMail): Promise<boolean> {
  return enqueueMail(db, mail)
}

/** Tells the owner of something about an order. `cause` is the id of what happened. Returns false when it was told before. */
export function alertOwner(
  db: Executor,
  {orderId, alert, cause}: {orderId: string; alert: OrderAlert; cause: string},
): Promise<boolean> {
  const dedupeKey = `owner_alert:${alert}:${cause}`
  return queueOrderMail(db, {purpose: 'owner_alert', orderId, subject: alert, dedupeKey})
}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'owner' | 'siteUrl' | 'hasDesk'>

/** How the outbox composes each email of this file, and what follows once it is sent. */
export function orderMailKinds(parts: Parts): Record<OrderMailPurpose, MailKind> {
  return {
    order_confirmation: orderMailKind(parts, ORDER_EMAILS.order_confirmation),
    setup_link: orderMailKind(parts, ORDER_EMAILS.setup_link),
    order_state: orderMailKind(parts, ORDER_EMAILS.order_state),
    refund_sent: orderMailKind(parts, ORDER_EMAILS.refund_sent),
    payment_processing: orderMailKind(parts, ORDER_EMAILS.payment_processing),
    payment_failed: orderMailKind(parts, ORDER_EMAILS.payment_failed),
    owner_new_order: orderMailKind(parts, ORDER_EMAILS.owner_new_order),
    owner_alert: orderMailKind(parts, ORDER_EMAILS.owner_alert),
  }
}

/** How the outbox composes an email about an order. */
export function orderMailKind(parts: Parts, email: OrderEmail): MailKind {
  const {db, owner, siteUrl, hasDesk} = parts
  return {
    description: email.description,
    async compose(row) {
      const order = row.orderId === null ? undefined : await findOrder(db, row.orderId)
      if (order === undefined) return undefined
      const {name, businessName, email: address, phone} = (await findContact(db, order.id)) ?? {}
      const contact = {
        name: name ?? '',
        businessName: businessName ?? '',
        email: address ?? '',
        phone: phone ?? '',
      }
      const client = contact.email && {name: contact.name, address: contact.email}
      const to = email.to === 'owner' ? owner : client
      if (!to) return undefined
      const invoiceUrl = email.carriesInvoice ? await findInvoice(parts, order) : undefined
      const setupUrl = email.carriesSetupLink ? await newSetupUrl(parts, order, row) : undefined
      const facts = {...factsOf(order), contact, siteUrl, hasDesk, setupUrl, invoiceUrl, subject: row.subject}
      const replyTo = email.to === 'owner' ? undefined : owner
      return {...renderEmail(email.write(facts), siteUrl), to, replyTo}
    },
    ...(email.carriesSetupLink ? {onSent: awaitDetails} : {}),
  }
}

function factsOf(order: Order) {
  const {id: orderId, plan, planName, state, amountTotal, amountRefunded, currency, paidAt} = order
  const inWords = (cents: number | null) =>
    cents !== null && currency !== null ? formatMoney(cents, currency) : undefined
  return {
    orderId,
    plan,
    planName,
    payPath: checkoutPath(plan, {order: order.nonce}),
    state,
    amount: inWords(amountTotal),
    refunded: inWords(amountRefunded || null),
    agreed: agreedTexts(order),
    paidOn: paidAt?.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'}),
  }
}

async function newSetupUrl({db, siteUrl}: Parts, order: Order, row: OutboxRow): Promise<string | undefined> {
  if (!takesDetails(order)) return undefined
  const token = await db.transaction((transaction) => issueSetupLink(transaction, order.id, row.id))
  // The token stands in the query, which is logged nowhere.
  return `${siteUrl}/setup?link=${token}`
}

async function findInvoice({stripe}: Parts, {invoiceId}: Order): Promise<string | undefined> {
  if (invoiceId === null) return undefined
  try {
    const invoice = await withStripeRetry(() => stripe.invoices.retrieve(invoiceId))
    return invoice.hosted_invoice_url ?? undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Once the link to the set-up form is out, a paid order waits for the client's details. */
async function awaitDetails(transaction: Transaction, {orderId}: OutboxRow): Promise<void> {
  if (orderId === null) return
  const order = await lockOrder(transaction, orderId)
  if (order.state !== 'paid') return
  await moveOrder(transaction, order, {to: 'awaiting_details', cause: 'system', detail: 'set-up link sent'})
}
