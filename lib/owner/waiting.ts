import {and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, notLike, or, sql, sum} from 'drizzle-orm'
import type Stripe from 'stripe'
import {answerBy} from '../contact/messages.ts'
import {contactMessages, customerContacts, orders, outbox} from '../db/schema.ts'
import type {DeskMoney, WaitingItem} from '../format/desk.ts'
import {CONTACT_SUBJECTS, isDataRequest, REQUEST_WORDS} from '../format/forms.ts'
import {formatMoney} from '../format/text.ts'
import {alertWords} from '../orders/emails.ts'
import {DEAD_MAIL, whyGivenUp} from '../owner-alerts.ts'
import {listRequests, needsOwner, stripeTasksOf} from '../personal-data/requests.ts'
import {isBusy, isUnreachable} from '../stripe.ts'
import {type Answer, auditLook, type Desk, excerpt, iso, money} from './desk.ts'
import {mailTitle} from './mails.ts'

const MAX_ITEMS_OF_A_KIND = 100
const STRIPE_TIMEOUT_MS = 3_000
const DAY_MS = 24 * 3_600 * 1_000

/** Everything that waits for the owner: what is late first, then what has a day, then the rest, newest first. */
export async function whatWaits(desk: Desk): Promise<Answer<'waiting'>> {
  const [work, messages, held, requests, mails] = [
    await openOrders(desk),
    await openMessages(desk),
    await heldMessages(desk),
    await openRequests(desk),
    await mailsToLookAt(desk),
  ]
  await auditLook(desk, {action: 'waiting list'})
  const items = [...work, ...messages, ...held, ...requests, ...mails]
  const rank = ({isLate, dueAt}: WaitingItem) => (isLate ? 0 : dueAt === undefined ? 2 : 1)
  items.sort(
    (a, b) =>
      rank(a) - rank(b) || (a.dueAt ?? '').localeCompare(b.dueAt ?? '') || b.since.localeCompare(a.since),
  )
  return {ok: true, answer: {items, orders: work.length, messages: messages.length}}
}

/** Orders that wait for the owner. With a live key, those of test money are past. */
async function openOrders({db, livemode}: Desk): Promise<WaitingItem[]> {
  const rows = await db
    .select({order: orders, name: customerContacts.name, businessName: customerContacts.businessName})
    .from(orders)
    .leftJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(
      and(
        eq(orders.livemode, livemode),
        inArray(orders.state, ['paid', 'awaiting_details', 'in_set_up', 'disputed']),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(MAX_ITEMS_OF_A_KIND)
  return rows.map(({order, name, businessName}): WaitingItem => {
    const who = businessName || name || order.id
    const {id, state, planName, detailsAt, paidAt, createdAt} = order
    const about = {kind: 'order', id} as const
    if (state === 'disputed')
      return {
        ...about,
        title: `${who}: the payment is disputed`,
        detail: 'Answer it in the Stripe dashboard before its date runs out.',
        since: iso(order.updatedAt),
        isLate: true,
      }
    if (detailsAt === null) {
      const paid = money(order.amountTotal, order.currency)
      const hasBegun = state === 'in_set_up'
      return {
        ...about,
        title: hasBegun ? `${who}: set-up under way` : `${who}: new order`,
        detail: `${planName}${paid ? `, ${formatMoney(paid.amount, paid.currency)}` : ''}. The set-up form is not in yet.`,
        since: iso(paidAt ?? createdAt),
        isLate: false,
      }
    }
    // The promise of the site: the same or the next day.
    const dueAt = new Date(detailsAt.getTime() + DAY_MS)
    return {
      ...about,
      title: `${who}: set it up`,
      detail:
        state === 'in_set_up'
          ? 'You have begun. Move it on once the assistant is live.'
          : 'The set-up form is in.',
      dueAt: iso(dueAt),
      since: iso(detailsAt),
      isLate: dueAt.getTime() < Date.now(),
    }
  })
}

const IS_OPEN = and(isNull(contactMessages.doneAt), isNull(contactMessages.spamAt))

async function openMessages({db}: Desk): Promise<WaitingItem[]> {
  const rows = await db
    .select()
    .from(contactMessages)
    .where(and(IS_OPEN, isNull(contactMessages.held)))
    .orderBy(asc(contactMessages.createdAt))
    .limit(MAX_ITEMS_OF_A_KIND)
  return rows.map(({id, subject, name, message, createdAt}): WaitingItem => {
    const due = isDataRequest(subject) ? answerBy(createdAt) : undefined
    return {
      kind: 'message',
      id,
      title: `${name}: ${CONTACT_SUBJECTS[subject].toLowerCase()}`,
      detail: due
        ? 'A request about personal data. It has a day by which it must be answered.'
        : excerpt(message),
      dueAt: due && iso(due),
      since: iso(createdAt),
      isLate: due !== undefined && due.getTime() < Date.now(),
    }
  })
}

/** Held messages as one entry: they are most likely a program's, and erased by themselves. */
async function heldMessages({db}: Desk): Promise<WaitingItem[]> {
  const [{total, first} = {total: 0, first: null}] = await db
    .select({total: count(), first: sql<string | null>`min(${contactMessages.createdAt})`})
    .from(contactMessages)
    .where(and(IS_OPEN, isNotNull(contactMessages.held)))
  if (total === 0 || first === null) return []
  return [
    {
      kind: 'message',
      id: '',
      title: total === 1 ? 'One message is held back' : `${total} messages are held back`,
      detail: 'It looks like a program’s work. A person can be caught by accident: look once.',
      since: iso(new Date(first)),
      isLate: false,
    },
  ]
}

/** Data requests that go on only when the owner does something. The others are done by the person and by the site. */
async function openRequests({db}: Desk): Promise<WaitingItem[]> {
  const found = await listRequests(db, {all: false, limit: MAX_ITEMS_OF_A_KIND})
  const tasks = await stripeTasksOf(db, found)
  return found
    .filter((request) => needsOwner(request, tasks.get(request.id)))
    .map(
      ({id, kind, dueAt, receivedAt}): WaitingItem => ({
        kind: 'request',
        id,
        title: `A person asks: ${REQUEST_WORDS[kind].toLowerCase()}`,
        detail: 'A data request that only you can end. It has a day by which it must be answered.',
        dueAt: iso(dueAt),
        since: iso(receivedAt),
        isLate: dueAt.getTime() < Date.now(),
      }),
    )
}

/** News of a dispute is told by the order itself, for as long as it lasts. */
const TOLD_BY_STATE = 'disputed'

async function mailsToLookAt({db}: Desk): Promise<WaitingItem[]> {
  const isAlert = and(
    inArray(outbox.purpose, ['owner_alert', 'owner_site_alert']),
    sql`${outbox.subject} <> ${TOLD_BY_STATE}`,
    // The mail that was given up is listed itself.
    notLike(outbox.subject, `${DEAD_MAIL}:%`),
  )
  const rows = await db
    .select({row: outbox, businessName: customerContacts.businessName})
    .from(outbox)
    .leftJoin(customerContacts, eq(customerContacts.orderId, outbox.orderId))
    .where(and(isNull(outbox.dismissedAt), or(eq(outbox.status, 'dead'), isAlert)))
    .orderBy(desc(outbox.createdAt))
    .limit(MAX_ITEMS_OF_A_KIND)
  return rows.map(({row, businessName}): WaitingItem => {
    const {id, purpose, subject, orderId, contactMessageId, createdAt, lastError} = row
    const about = orderId === null ? 'The site: ' : `${businessName || orderId}: `
    const isNews = purpose === 'owner_alert' || purpose === 'owner_site_alert'
    const target = orderId
      ? ({kind: 'order', id: orderId} as const)
      : contactMessageId
        ? ({kind: 'message', id: contactMessageId} as const)
        : ({kind: 'site', id: ''} as const)
    return {
      ...target,
      title: `${about}${isNews ? 'it needs you' : 'a mail did not go out'}`,
      detail: isNews ? alertWords(subject) : `${mailTitle(row)}. ${whyGivenUp(lastError ?? '')}`,
      since: iso(createdAt),
      isLate: row.status === 'dead',
      mailId: id,
    }
  })
}

/** Whether what the business runs on does its work, by name. */
export type Services = () => Promise<Record<string, 'up' | 'down'>>

const SERVICE_WORDS: Readonly<Record<string, string>> = {
  lake: 'Words (Sanity)',
  postgres: 'Orders (Postgres)',
  stripe: 'Payments (Stripe)',
  mail: 'Mail',
  redis: 'Shared memory (Redis)',
}

/** How the business stands: its services, what is charged now, and this month’s sales. */
export async function howBusinessStands(
  {db, stripe, livemode}: Pick<Desk, 'db' | 'stripe' | 'livemode'>,
  services: Services,
): Promise<Answer<'business'>> {
  const [states, prices] = await Promise.all([services(), pricesOnSale(stripe)])
  const now = new Date()
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const sums = await db
    .select({
      currency: orders.currency,
      sales: count(),
      paid: sum(orders.amountTotal),
      refunded: sum(orders.amountRefunded),
    })
    .from(orders)
    .where(and(eq(orders.livemode, livemode), isNotNull(orders.currency), gte(orders.paidAt, first)))
    .groupBy(orders.currency)
  const amounts = (of: 'paid' | 'refunded') =>
    sums.flatMap((line) => money(Number(line[of] ?? 0), line.currency) ?? [])
  return {
    ok: true,
    answer: {
      services: [
        {name: 'Site', isUp: true},
        ...Object.entries(states).map(([name, state]) => ({
          name: SERVICE_WORDS[name] ?? name,
          isUp: state === 'up',
        })),
      ],
      prices,
      month: {
        name: first.toLocaleDateString('en-US', {month: 'long', year: 'numeric', timeZone: 'UTC'}),
        sales: sums.reduce((all, {sales}) => all + sales, 0),
        paid: amounts('paid'),
        refunded: amounts('refunded').filter(({amount}) => amount > 0),
      },
      stripeUrl: `https://dashboard.stripe.com/${livemode ? '' : 'test/'}payments`,
    },
  }
}

/** What is charged now for what the site sells, which is what has a lookup key; nothing when Stripe cannot say. */
async function pricesOnSale(stripe: Stripe): Promise<{name: string; price: DeskMoney}[]> {
  try {
    const {data} = await stripe.prices.list(
      {active: true, limit: 20, expand: ['data.product']},
      {maxNetworkRetries: 0, timeout: STRIPE_TIMEOUT_MS},
    )
    return data.flatMap(({lookup_key: key, product, unit_amount: amount, currency}) =>
      key === null || amount === null || typeof product === 'string' || product.deleted || !product.active
        ? []
        : [{name: product.name, price: {amount, currency}}],
    )
  } catch (error) {
    if (isUnreachable(error) || isBusy(error)) return []
    throw error
  }
}
