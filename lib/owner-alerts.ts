import {eq} from 'drizzle-orm'
import type {Commerce} from './commerce.ts'
import type {Executor, Transaction} from './db/database.ts'
import {type OutboxRow, outbox} from './db/schema.ts'
import {DESK_START} from './links/paths.ts'
import {deskAction, type Email, renderEmail} from './mail.ts'
import {enqueueMail, type MailKind, UNUSABLE_ADDRESS} from './outbox.ts'

// What the owner is told of about the site as a whole. What is about one order is in `orders/emails.ts`.

const PURPOSE = 'owner_site_alert'

const SITE_ALERTS = {
  'livemode-mismatch':
    'Stripe sent an event of the other mode, test instead of live or the other way round, and the site refused it. One of STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET may belong to the wrong mode: payments of that mode are not taken note of.',
  'wrong-webhook-secret':
    'Stripe sent an event whose signature does not fit STRIPE_WEBHOOK_SECRET, so the site refused it. Orders are still found within minutes, but late. Copy the signing secret of the endpoint from the Stripe dashboard (Developers, Webhooks) into STRIPE_WEBHOOK_SECRET and restart the site.',
  'unsellable-price':
    'A plan cannot be sold, and its page says so to buyers. Its lookup key must lead to exactly one active one-time price in US dollars. Look at the plan in the Studio, and at the price in the Stripe dashboard: npm run stripe:sync -- --check says what is wrong.',
  'policy-version-changed':
    'A version of a policy is not what it was when the site first saw it: it was changed or removed past the Studio, or the register of seals was changed. Its page says so to readers, and the log names it. Bring the document back from its history in Sanity, and look at who may write there.',
  'policy-without-version':
    'A text of a policy was published past the Studio and the import, and the site may not make its version. Set SANITY_VERSIONS_TOKEN, or publish the policy in the Studio once more.',
} as const

/** What the owner is told of about the site. */
export type SiteAlert = keyof typeof SITE_ALERTS

const isSiteAlert = (text: string): text is SiteAlert => Object.hasOwn(SITE_ALERTS, text)

/** Begins the subject of the row that tells of a mail that was given up; the id of that mail follows after a colon. */
export const DEAD_MAIL = 'dead-mail'

/**
 * Tells the owner of something about the site as a whole, once on each day (UTC).
 *
 * @param detail what it is about, such as the slug of a plan; each is told of by itself
 */
export async function alertOwnerOfSite(db: Executor, alert: SiteAlert, detail = ''): Promise<void> {
  const subject = detail === '' ? alert : `${alert}:${detail}`
  await enqueueMail(db, {purpose: PURPOSE, subject, dedupeKey: dailyKey(subject)})
}

/** Whether the owner was told of it today. */
export async function isToldToday(db: Executor, alert: SiteAlert): Promise<boolean> {
  const told = await db
    .select({id: outbox.id})
    .from(outbox)
    .where(eq(outbox.dedupeKey, dailyKey(alert)))
  return told.length > 0
}

const dailyKey = (subject: string) => `${PURPOSE}:${subject}:${new Date().toISOString().slice(0, 10)}`

/** Tells the owner of a mail that was given up, once, in the transaction that notes it. Of such a mail itself nothing more is told. */
export async function alertOfDeadMail(transaction: Transaction, row: OutboxRow): Promise<void> {
  if (row.purpose === PURPOSE) return
  const subject = `${DEAD_MAIL}:${row.id}`
  await enqueueMail(transaction, {purpose: PURPOSE, subject, dedupeKey: `${PURPOSE}:${subject}`})
}

/** How the outbox composes these mails. */
export function siteAlertKinds(
  desk: Pick<Commerce, 'db' | 'owner' | 'siteUrl' | 'hasDesk'>,
): Record<typeof PURPOSE, MailKind> {
  const {owner, siteUrl} = desk
  return {
    [PURPOSE]: {
      description: 'Tells the owner of something about the site as a whole that a person must look at.',
      async compose({subject}) {
        const [alert = '', detail = ''] = subject.split(':', 2)
        const email = alert === DEAD_MAIL ? await deadMail(desk, detail) : siteAlert(alert, detail)
        return {...renderEmail(email, siteUrl), to: owner}
      },
    },
  }
}

/** What the owner reads about an alert of the site, in a sentence. `subject` is that of its row. */
export function siteAlertWords(subject: string): string {
  const [alert = '', detail = ''] = subject.split(':', 2)
  if (alert === DEAD_MAIL) return 'A mail could not be delivered. It is listed by itself, with its reason.'
  if (isSiteAlert(alert)) return detail === '' ? SITE_ALERTS[alert] : `${detail}: ${SITE_ALERTS[alert]}`
  return `Something happened that a person must look at: ${subject.replaceAll('-', ' ')}.`
}

function siteAlert(alert: string, detail: string): Email {
  return {
    subject: `The site needs you: ${alert.replaceAll('-', ' ')}`,
    heading: 'The site needs you',
    paragraphs: [siteAlertWords(alert)],
    facts: detail === '' ? [] : [['About', detail]],
    closing: ['The log names the event. You are told of this once a day at most.'],
  }
}

/** The mail that was given up is looked at again: it may have been sent since, or its person erased. */
async function deadMail(
  {db, ...desk}: Pick<Commerce, 'db' | 'siteUrl' | 'hasDesk'>,
  outboxId: string,
): Promise<Email> {
  const [row] = await db.select().from(outbox).where(eq(outbox.id, outboxId))
  const about = row?.orderId ?? row?.contactMessageId ?? row?.privacyRequestId ?? ''
  const isOver = row?.status !== 'dead'
  const isToClient = row?.orderId != null && !row.purpose.startsWith('owner_')
  return {
    subject: `A mail could not be delivered${about && ` (${about})`}`,
    heading: 'A mail could not be delivered',
    paragraphs: isOver
      ? ['It has been dealt with meanwhile: there is nothing to do.']
      : [
          whyGivenUp(row.lastError ?? ''),
          `If the address is wrong: ask the person for the right one, by phone if it is a client, and correct it${desk.hasDesk ? ' under People' : ' (npm run ops -- people correct --help)'}. Then send the mail again.`,
        ],
    facts: [
      ['Mail', (row?.purpose ?? 'unknown').replaceAll('_', ' ')],
      ['About', about],
      ['Reason', row?.lastError ?? 'none any more'],
    ],
    ...(!isOver && deskAction(desk, 'See what waits for you', DESK_START)),
    closing: [
      ...(isToClient && !desk.hasDesk
        ? [`The client’s phone number: npm run ops -- orders show ${row.orderId}`]
        : []),
      ...(isOver || desk.hasDesk ? [] : [`Send it again with: npm run ops -- outbox retry ${outboxId}`]),
    ],
  }
}

/** Why a mail was given up, in a sentence for the owner. `code`: what the outbox noted of the last try. */
export function whyGivenUp(code: string): string {
  if (code === UNUSABLE_ADDRESS) return 'The address that it was to go to is none that mail can be sent to.'
  return / 5\d\d$/.test(code)
    ? 'The mail host refused it for good, so most likely the address is wrong or no longer used.'
    : 'It was tried twelve times over several hours. Most likely the mail host did not answer; look at SMTP_URL and at the log.'
}
