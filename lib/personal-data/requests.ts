import {and, asc, desc, eq, gt, inArray, isNotNull, lt, ne, notExists, notInArray, sql} from 'drizzle-orm'
import {z} from 'zod'
import {appendAudit, listAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import {hashToken, keyedHash, mintToken, readableId} from '../crypto.ts'
import type {Database, Executor, Transaction} from '../db/database.ts'
import {
  type AuditRow,
  type OutboxRow,
  outbox,
  type PrivacyRequest,
  privacyLinks,
  privacyRequests,
  privacyStripeTasks,
  type StripeTask,
} from '../db/schema.ts'
import {PRIVACY_REQUEST_KINDS, type PrivacyRequestKind} from '../format/forms.ts'
import {enqueueMail} from '../outbox.ts'
import {rateLimiter} from '../redis.ts'

// A data subject request (privacy policy §6 and §7) from its receipt to its end: its number, its link, its clock.

/** Days within which a request is answered, counted from its receipt. */
const ANSWER_DAYS = 28
/** Days after receipt on which the owner is reminded of a request that only the owner can end. */
const REMINDER_DAYS = [14, 24] as const
/** A link works for so long, once. */
const LINK_MINUTES = 30
/** The pages that follow a link work for so long. */
const PAGE_MINUTES = 30
/** After the end a person may still download what they see; then the address is forgotten. */
const ADDRESS_KEPT_MINUTES = 60

const DAY_MS = 86_400_000

/** Mail about requests. `emails.ts` says how each is written. */
export type RequestMailPurpose =
  | 'privacy_link'
  | 'privacy_new_address'
  | 'privacy_receipt'
  | 'owner_privacy_request'
  | 'owner_privacy_reminder'

/** What a receipt tells: the subject of its row in the outbox. */
export type Receipt = 'shown' | 'corrected' | 'erasing' | 'erased' | 'received' | 'completed' | 'denied'

/** The number of a request, `REQ-7K3F-92QM-X1ZD`, as people type it: any case, blanks around it. */
export const requestIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^REQ(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {
    error: 'must be the number of a request such as REQ-7K3F-92QM-X1ZD',
  })

export const requestKindSchema = z.enum(PRIVACY_REQUEST_KINDS)

type LogParts = Pick<Commerce, 'db' | 'log'>

// Asking

/** How many requests one network, and one address, may make. Counted for all machines that share a Redis. */
export type RequestLimits = {
  allowsNetwork(network: string): Promise<boolean>
  allowsAddress(addressHash: string): Promise<boolean>
}

const HOUR_S = 3_600

/** Ten requests an hour from one network, five a day for one address. */
export function requestLimits(): RequestLimits {
  const networks = rateLimiter({keyPrefix: 'privacy-network', points: 10, duration: HOUR_S})
  const addresses = rateLimiter({keyPrefix: 'privacy-address', points: 5, duration: 24 * HOUR_S})
  return {
    allowsNetwork: async (network) => (await networks.refuse(network)) === undefined,
    allowsAddress: async (hash) => (await addresses.refuse(hash)) === undefined,
  }
}

export type Asked = {kind: PrivacyRequestKind; email: string}

/**
 * Takes a request and queues the mail with its link. It looks up nothing about the address, so that neither the answer nor its
 * time tells whether the address is known. Beyond the limit of an address nothing is mailed, and the answer is the same.
 *
 * @returns `limited`: too many requests from one network
 */
export async function askRequest(
  {db, keys, log, limits}: LogParts & Pick<Commerce, 'keys'> & {limits: RequestLimits},
  {kind, email}: Asked,
  network: string,
): Promise<'accepted' | 'limited'> {
  if (!(await limits.allowsNetwork(network))) return 'limited'
  if (!(await limits.allowsAddress(keyedHash(keys, 'privacy-address', email)))) {
    log.warn({about: 'privacy-request'}, 'an address is asked for too often')
    return 'accepted'
  }
  const id = await db.transaction(async (transaction) => {
    const request = await insertRequest(transaction, {kind, email})
    await queueRequestMail(transaction, request.id, 'privacy_link')
    await appendAudit(transaction, {actor: 'person', action: `request received: ${kind}`, about: request.id})
    return request.id
  })
  log.info({requestId: id, kind}, 'a data request came in')
  return 'accepted'
}

/** Writes a request down. Other callers than the page prove the address in their own way. */
export async function insertRequest(
  transaction: Transaction,
  values: Pick<PrivacyRequest, 'kind'> & Partial<PrivacyRequest>,
): Promise<PrivacyRequest> {
  const receivedAt = values.receivedAt ?? new Date()
  const [request] = await transaction
    .insert(privacyRequests)
    .values({...values, id: readableId('REQ', 3), receivedAt, dueAt: daysAfter(receivedAt, ANSWER_DAYS)})
    .returning()
  if (request === undefined) throw new Error('A request was not written.')
  return request
}

/** Queues a mail about a request, once for each purpose and subject. */
export async function queueRequestMail(
  db: Executor,
  requestId: string,
  purpose: RequestMailPurpose,
  subject: Receipt | '' | `${number}` = '',
): Promise<void> {
  const dedupeKey = [purpose, requestId, subject].join(':')
  await enqueueMail(db, {purpose, privacyRequestId: requestId, subject, dedupeKey})
}

// The link

/** Mints a link for a mail that is being written. Returns its token, of which only the hash is kept. */
export async function mintRequestLink(
  db: Executor,
  requestId: string,
  purpose: 'open' | 'new_address',
): Promise<string> {
  const {token, hash} = mintToken()
  await db.insert(privacyLinks).values({
    requestId,
    purpose,
    tokenHash: hash,
    expiresAt: sql`now() + make_interval(mins => ${LINK_MINUTES})`,
  })
  return token
}

/** `unknown`: never given out. `used`: it worked once already. `expired`: its time is over. `over`: the request has ended. */
export type RequestLinkRefusal = 'unknown' | 'used' | 'expired' | 'over'

export type OpenedRequest =
  | {ok: true; request: PrivacyRequest; purpose: 'open' | 'new_address'; pageKey: string}
  | {ok: false; reason: RequestLinkRefusal}

/** Uses a link up. To be called on POST only: mail scanners fetch every link. What follows shows the page key that is returned. */
export async function openRequest(db: Database, token: string): Promise<OpenedRequest> {
  return db.transaction(async (transaction): Promise<OpenedRequest> => {
    const [link] = await transaction
      .select()
      .from(privacyLinks)
      .where(eq(privacyLinks.tokenHash, hashToken(token)))
      .for('update')
    if (link === undefined) return {ok: false, reason: 'unknown'}
    if (link.usedAt !== null) return {ok: false, reason: 'used'}
    if (link.expiresAt.getTime() <= Date.now()) return {ok: false, reason: 'expired'}
    const request = await lockRequest(transaction, link.requestId)
    if (request.state !== 'asked' && request.state !== 'open') return {ok: false, reason: 'over'}
    const {token: pageKey, hash: pageKeyHash} = mintToken()
    await transaction
      .update(privacyLinks)
      .set({usedAt: new Date(), pageKeyHash})
      .where(eq(privacyLinks.id, link.id))
    const opened = {state: 'open', verifiedAt: request.verifiedAt ?? new Date()} as const
    await transaction.update(privacyRequests).set(opened).where(eq(privacyRequests.id, request.id))
    if (request.state === 'asked')
      await appendAudit(transaction, {actor: 'person', action: 'address proved', about: request.id})
    return {ok: true, request: {...request, ...opened}, purpose: link.purpose, pageKey}
  })
}

/** A request whose address is known: that of a person who has proved it. */
export type ProvedRequest = PrivacyRequest & {email: string}

/** The request that a page belongs to, while its page key works. */
export async function requestOfPage(db: Executor, pageKey: string): Promise<ProvedRequest | undefined> {
  const [found] = await db
    .select({request: privacyRequests})
    .from(privacyLinks)
    .innerJoin(privacyRequests, eq(privacyRequests.id, privacyLinks.requestId))
    .where(
      and(
        eq(privacyLinks.pageKeyHash, hashToken(pageKey)),
        eq(privacyLinks.purpose, 'open'),
        gt(privacyLinks.usedAt, sql`now() - make_interval(mins => ${PAGE_MINUTES})`),
      ),
    )
  return found && proved(found.request)
}

export function proved(request: PrivacyRequest): ProvedRequest | undefined {
  const {email} = request
  return email === null ? undefined : {...request, email}
}

/** The request, with its row locked until the transaction ends. Throws when there is none. */
export async function lockRequest(transaction: Transaction, id: string): Promise<PrivacyRequest> {
  const [request] = await transaction
    .select()
    .from(privacyRequests)
    .where(eq(privacyRequests.id, id))
    .for('update')
  if (request === undefined) throw new Error(`There is no request ${id}.`)
  return request
}

// The end

/** Ends a request that goes on, with a receipt. Nothing is done when it has ended already. Returns whether it was ended now. */
export async function endRequest(
  transaction: Transaction,
  id: string,
  {actor, receipt, why}: {actor: string; receipt: Receipt; why?: string},
): Promise<boolean> {
  const request = await lockRequest(transaction, id)
  if (request.state === 'done' || request.state === 'denied') return false
  const state = receipt === 'denied' ? 'denied' : 'done'
  await transaction
    .update(privacyRequests)
    .set({state, endedAt: new Date(), wanted: null, words: why ?? null})
    .where(eq(privacyRequests.id, id))
  // A deletion that is repeated after a restore was told of before.
  if (request.verifiedAt !== null) await queueRequestMail(transaction, id, 'privacy_receipt', receipt)
  await appendAudit(transaction, {actor, action: `request ${state}: ${receipt}`, about: id})
  return true
}

/** Forgets the addresses of requests that have ended, once the mail about them is out. */
export async function forgetAddresses(db: Executor): Promise<number> {
  const unsent = db
    .select({id: outbox.id})
    .from(outbox)
    .where(and(eq(outbox.privacyRequestId, privacyRequests.id), eq(outbox.status, 'waiting')))
  const forgotten = await db
    .update(privacyRequests)
    .set({email: null, words: null, wanted: null})
    .where(
      and(
        inArray(privacyRequests.state, ['done', 'denied']),
        isNotNull(privacyRequests.email),
        lt(privacyRequests.endedAt, sql`now() - make_interval(mins => ${ADDRESS_KEPT_MINUTES})`),
        notExists(unsent),
      ),
    )
    .returning({id: privacyRequests.id})
  return forgotten.length
}

// What the owner sees and does

/** A request that only the owner can end: a child's data, or what Stripe refused to redact by itself. */
export function needsOwner(
  {kind, state, words}: Pick<PrivacyRequest, 'kind' | 'state' | 'words'>,
  tasks: readonly Pick<StripeTask, 'status'>[] = [],
): boolean {
  if (state === 'open') return kind === 'child' && words !== null
  return state === 'erasing' && tasks.some(({status}) => status === 'by_hand')
}

/** Reminds the owner of every request that is still going on 14 and 24 days after its receipt. Returns how many mails were queued. */
export async function remindOwner(db: Database): Promise<number> {
  let queued = 0
  for (const days of REMINDER_DAYS) {
    const late = await db
      .select({
        id: privacyRequests.id,
        kind: privacyRequests.kind,
        state: privacyRequests.state,
        words: privacyRequests.words,
      })
      .from(privacyRequests)
      .where(
        and(
          inArray(privacyRequests.state, ['open', 'erasing']),
          lt(privacyRequests.receivedAt, sql`now() - make_interval(days => ${days})`),
        ),
      )
    for (const request of late) {
      if (request.state === 'open' && !needsOwner(request)) continue
      const mail = {purpose: 'owner_privacy_reminder', privacyRequestId: request.id, subject: String(days)}
      const dedupeKey = `owner_privacy_reminder:${request.id}:${days}`
      if (await enqueueMail(db, {...mail, dedupeKey})) queued += 1
    }
  }
  return queued
}

/** Requests whose address is proved, those that are due first at the top; with `all`, ended ones too. */
export function listRequests(
  db: Executor,
  {all, limit}: {all: boolean; limit: number},
): Promise<PrivacyRequest[]> {
  return db
    .select()
    .from(privacyRequests)
    .where(
      all
        ? ne(privacyRequests.state, 'asked')
        : notInArray(privacyRequests.state, ['asked', 'done', 'denied']),
    )
    .orderBy(all ? desc(privacyRequests.receivedAt) : asc(privacyRequests.dueAt))
    .limit(limit)
}

/** What Stripe is asked for because of these requests, by request. */
export async function stripeTasksOf(
  db: Executor,
  requests: readonly Pick<PrivacyRequest, 'id'>[],
): Promise<ReadonlyMap<string, StripeTask[]>> {
  const ids = requests.map(({id}) => id)
  const tasks = await db.select().from(privacyStripeTasks).where(inArray(privacyStripeTasks.requestId, ids))
  return Map.groupBy(tasks, ({requestId}) => requestId)
}

export async function findRequest(db: Executor, id: string): Promise<PrivacyRequest | undefined> {
  const [request] = await db.select().from(privacyRequests).where(eq(privacyRequests.id, id))
  return request
}

export type ShownRequest = {
  request: PrivacyRequest
  tasks: StripeTask[]
  mails: OutboxRow[]
  audit: AuditRow[]
  needsOwner: boolean
}

/** All about one request. Undefined when there is no such request. */
export async function showRequest(db: Executor, id: string): Promise<ShownRequest | undefined> {
  const request = await findRequest(db, id)
  if (request === undefined) return undefined
  const tasks = await db.select().from(privacyStripeTasks).where(eq(privacyStripeTasks.requestId, id))
  return {
    request,
    tasks,
    mails: await db
      .select()
      .from(outbox)
      .where(eq(outbox.privacyRequestId, id))
      .orderBy(asc(outbox.createdAt)),
    audit: await listAudit(db, {about: id, limit: 100}),
    needsOwner: needsOwner(request, tasks),
  }
}

export type DecideResult = {ok: true} | {ok: false; reason: 'unknown-request' | 'over' | 'not-proved'}

/** Notes that the owner has done what a request asks for, and tells the person. What Stripe was to be asked by hand counts as done. */
export async function completeRequest(
  {db}: Pick<Commerce, 'db'>,
  id: string,
  actor: string,
): Promise<DecideResult> {
  return decide(db, id, async (transaction) => {
    await transaction
      .update(privacyStripeTasks)
      .set({status: 'done', endedAt: new Date()})
      .where(and(eq(privacyStripeTasks.requestId, id), eq(privacyStripeTasks.status, 'by_hand')))
    await endRequest(transaction, id, {actor, receipt: 'completed'})
  })
}

/** Refuses a request, and tells the person why, in the owner's words. */
export async function denyRequest(
  {db}: Pick<Commerce, 'db'>,
  id: string,
  {actor, why}: {actor: string; why: string},
): Promise<DecideResult> {
  return decide(db, id, async (transaction) => {
    await endRequest(transaction, id, {actor, receipt: 'denied', why})
  })
}

async function decide(
  db: Database,
  id: string,
  act: (transaction: Transaction) => Promise<void>,
): Promise<DecideResult> {
  if ((await findRequest(db, id)) === undefined) return {ok: false, reason: 'unknown-request'}
  return db.transaction(async (transaction): Promise<DecideResult> => {
    const {state} = await lockRequest(transaction, id)
    if (state === 'asked') return {ok: false, reason: 'not-proved'}
    if (state === 'done' || state === 'denied') return {ok: false, reason: 'over'}
    await act(transaction)
    return {ok: true}
  })
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}
