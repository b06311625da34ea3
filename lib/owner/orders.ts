import {and, asc, count, desc, eq, inArray, like, type SQL, sql} from 'drizzle-orm'
import {auditLog, customerContacts, ORDER_STATES, type Order, orders, sentMails} from '../db/schema.ts'
import {
  type DeskQuestion,
  LINES_A_PAGE,
  type OrderColumn,
  type OrderEvent,
  type OrderLine,
  type SetupDetail,
  type ShownOrder,
  STATE_WORDS,
} from '../format/desk.ts'
import {formatMoney} from '../format/text.ts'
import {nextState, stateBefore} from '../orders/owner-actions.ts'
import {mayRefund} from '../orders/refunds.ts'
import {takesDetails} from '../orders/states.ts'
import {agreedTexts, showOrder} from '../orders/store.ts'
import {whyGivenUp} from '../owner-alerts.ts'
import {SETUP_FIELDS, SETUP_SECTIONS, type SetupField} from '../setup/fields.ts'
import {readServiceData, showServiceData} from '../setup/service-data.ts'
import {type Answer, auditLook, type Desk, found, iso, isoOrNone, money, UNKNOWN_ORDER} from './desk.ts'
import {notesOf} from './letters.ts'
import {mailTitle} from './mails.ts'

const SORTED_BY: Record<OrderColumn, SQL | typeof orders.createdAt> = {
  createdAt: orders.createdAt,
  businessName: sql`lower(${customerContacts.businessName})`,
  name: sql`lower(${customerContacts.name})`,
  state: sql`array_position(array[${sql.raw(ORDER_STATES.map((state) => `'${state}'`).join(','))}], ${orders.state})`,
  amount: sql`coalesce(${orders.amountTotal}, 0)`,
}

/** Orders as the owner filters, sorts and searches them: those of test money with a test key alone. */
export async function listOrderLines(
  desk: Desk,
  question: Required<DeskQuestion<'list-orders'>>,
): Promise<Answer<'list-orders'>> {
  const {states, search, sortBy, direction, offset} = question
  const {name, businessName, email} = customerContacts
  const condition = and(
    eq(orders.livemode, desk.livemode),
    states.length > 0 ? inArray(orders.state, states) : undefined,
    found(search, [orders.id, name, businessName, email]),
  )
  const inOrder = direction === 'asc' ? asc : desc
  const rows = await desk.db
    .select({order: orders, name, businessName, email})
    .from(orders)
    .leftJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(condition)
    .orderBy(sql`${inOrder(SORTED_BY[sortBy])} nulls last`, desc(orders.id))
    .limit(LINES_A_PAGE)
    .offset(offset)
  const [{total} = {total: 0}] = await desk.db
    .select({total: count()})
    .from(orders)
    .leftJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(condition)
  await auditLook(desk, {action: 'orders list'})
  return {
    ok: true,
    answer: {
      total,
      orders: rows.map(({order, ...contact}): OrderLine => {
        const {id, state, planName, createdAt, paidAt, detailsAt, currency} = order
        return {
          id,
          state,
          planName,
          name: contact.name ?? '',
          businessName: contact.businessName ?? '',
          email: contact.email ?? '',
          paid: money(order.amountTotal, currency),
          refunded: order.amountRefunded > 0 ? money(order.amountRefunded, currency) : undefined,
          createdAt: iso(createdAt),
          paidAt: isoOrNone(paidAt),
          detailsAt: isoOrNone(detailsAt),
        }
      }),
    },
  }
}

/** All about one order; of secrets only that there are some. */
export async function showWholeOrder(
  desk: Desk,
  {orderId}: DeskQuestion<'show-order'>,
): Promise<Answer<'show-order'>> {
  const shown = await showOrder(desk.db, orderId)
  if (shown === undefined) return UNKNOWN_ORDER
  await auditLook(desk, {action: 'order show', orderId})
  const {order, contact} = shown
  const {version, state, planName, currency, amountTotal, amountRefunded, paymentIntentId} = order
  const hasAddress = Boolean(contact?.email)
  const isRefunding = shown.refunds.some(({status}) => status === 'requested')
  const advanceTo = isRefunding ? undefined : nextState(state)
  const dashboard = `https://dashboard.stripe.com/${order.livemode ? '' : 'test/'}payments/`
  const answer: ShownOrder = {
    id: orderId,
    version,
    state,
    planName,
    contact: {
      name: contact?.name ?? '',
      businessName: contact?.businessName ?? '',
      email: contact?.email ?? '',
      phone: contact?.phone ?? '',
    },
    money: {
      paid: money(amountTotal, currency),
      refunded: amountRefunded > 0 ? money(amountRefunded, currency) : undefined,
      left: amountTotal === null ? undefined : money(amountTotal - amountRefunded, currency),
      payment: order.payment,
      stripeUrl: paymentIntentId === null ? undefined : `${dashboard}${paymentIntentId}`,
    },
    agreedTo: agreedTo(order),
    createdAt: iso(order.createdAt),
    paidAt: isoOrNone(order.paidAt),
    detailsAt: isoOrNone(order.detailsAt),
    details: await setupDetails(desk, orderId),
    history: await historyOf(desk, shown),
    can: {
      advanceTo,
      needsDetails: advanceTo === 'in_set_up' && order.detailsAt === null,
      backTo: stateBefore(state),
      refund: mayRefund(order) === undefined && !isRefunding,
      sendSetupLink: takesDetails(order) && hasAddress,
      write: hasAddress,
    },
  }
  return {ok: true, answer}
}

/** The texts that an order was made under; those from before the site kept versions by their reference. */
function agreedTo(order: Order): ShownOrder['agreedTo'] {
  const kept = agreedTexts(order).map(({name, number, path}) => ({name, words: `Version ${number}`, path}))
  if (kept.length > 0) return kept
  return [
    {name: 'The terms', words: order.termsVersion},
    {name: 'The privacy policy', words: order.policyVersion},
  ]
}

/** The secrets that a client handed over. That they were looked at is written down each time, before they are shown. */
export async function revealSecrets(
  desk: Desk,
  {orderId}: DeskQuestion<'reveal-secrets'>,
): Promise<Answer<'reveal-secrets'>> {
  const data = await showServiceData(desk, orderId, desk.actor)
  if (data === undefined) return UNKNOWN_ORDER
  const secrets = [...data].filter(([name]) => isSecret(name))
  return {ok: true, answer: {secrets: Object.fromEntries(secrets)}}
}

/** A field that is not in the form any more is treated as a secret: nothing is known of what it holds. */
const isSecret = (name: string) => (SETUP_FIELDS.get(name)?.kind ?? 'secret') === 'secret'

/** What the client handed over, in the order and the words of the form. */
async function setupDetails({db, keys}: Desk, orderId: string): Promise<ShownOrder['details']> {
  const data = await db.transaction((transaction) => readServiceData(transaction, keys, orderId))
  if (data.size === 0) return []
  const sections: {title: string; fields: Readonly<Record<string, SetupField>>}[] =
    Object.values(SETUP_SECTIONS)
  const others = [...data.keys()].filter((name) => !SETUP_FIELDS.has(name))
  return [
    ...sections.map(({title, fields}) => ({
      title,
      fields: Object.entries(fields).flatMap(([name, field]): SetupDetail[] => {
        const value = data.get(name)
        if (!value) return []
        const {label} = field
        if (isSecret(name)) return [{name, label, isSecret: true}]
        return [{name, label, isSecret: false, value: field.choices?.[value] ?? value}]
      }),
    })),
    {title: 'No longer in the form', fields: others.map((name) => ({name, label: name, isSecret: true}))},
  ].filter(({fields}) => fields.length > 0)
}

const CAUSES = {stripe: 'As Stripe says', owner: 'By you', system: 'By itself'} as const
const REFUNDS = {requested: 'Refund asked for', sent: 'Refund sent', failed: 'Refund failed'} as const

type Shown = NonNullable<Awaited<ReturnType<typeof showOrder>>>

/** Everything that happened to an order, newest first. */
async function historyOf({db}: Desk, shown: Shown): Promise<OrderEvent[]> {
  const {order, history, mails, refunds} = shown
  const subjects = await db
    .select({id: sentMails.outboxId, subject: sentMails.subject})
    .from(sentMails)
    .where(
      inArray(
        sentMails.outboxId,
        mails.map(({id}) => id),
      ),
    )
  const subjectOf = new Map(subjects.map(({id, subject}) => [id, subject]))
  const looks = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.orderId, order.id), like(auditLog.action, 'service-data%')))
  const notes = await notesOf(db, order.id)
  const events: OrderEvent[] = [
    {at: iso(order.createdAt), kind: 'state', title: 'Order made', detail: order.planName},
    ...history.map(
      ({at, toState, cause, detail}): OrderEvent => ({
        at: iso(at),
        kind: 'state',
        title: STATE_WORDS[toState],
        detail: `${CAUSES[cause]}${detail && `: ${detail}`}`,
      }),
    ),
    ...mails.map((mail): OrderEvent => {
      const {id, status, sentAt, createdAt, lastError} = mail
      const error = status === 'dead' ? `${whyGivenUp(lastError ?? '')} ` : ''
      return {
        at: iso(sentAt ?? createdAt),
        kind: mail.purpose === 'owner_letter' ? 'letter' : 'mail',
        title: mailTitle(mail),
        detail: `${error}${subjectOf.get(id) ?? ''}`,
        mailId: id,
        mailStatus: status,
      }
    }),
    ...refunds.map(
      ({requestedAt, status, amount}): OrderEvent => ({
        at: iso(requestedAt),
        kind: 'money',
        title: REFUNDS[status],
        detail: formatMoney(amount, order.currency ?? 'usd'),
      }),
    ),
    ...looks.map(
      ({at, action, actor}): OrderEvent => ({
        at: iso(at),
        kind: 'look',
        title: action.endsWith('erase') ? 'Set-up details erased' : 'Secrets looked at',
        detail: `By ${actor}`,
      }),
    ),
    ...notes.map(
      ({createdAt, body}): OrderEvent => ({at: iso(createdAt), kind: 'note', title: 'Note', detail: body}),
    ),
  ]
  return events.sort((a, b) => b.at.localeCompare(a.at))
}
