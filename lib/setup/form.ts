import {createHash} from 'node:crypto'
import {eq, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import {hashToken} from '../crypto.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {type Order, type SetupLink, serviceRecords, setupLinks} from '../db/schema.ts'
import {severalLines} from '../format/text.ts'
import {takesDetails} from '../orders/states.ts'
import {changeOrder, findOrder, lockOrder} from '../orders/store.ts'
import {enqueueMail} from '../outbox.ts'
import {checkDetails, type FieldProblems, missingDetails, needlessDetails, SETUP_FIELDS} from './fields.ts'
import {readServiceData, writeServiceData} from './service-data.ts'

type Parts = Pick<Commerce, 'db' | 'keys'>
type Values = ReadonlyMap<string, string>

/** What the form shows. Of a secret only that there is one. */
export type Draft = {values: Record<string, string>; savedSecrets: string[]}

/** The form as it is stored. `shown` is to be sent back with it: it tells which of its values the client changed. */
export type SetupForm = {orderId: string; draft: Draft; shown: string}

export type OpenSetupResult = ({ok: true} & SetupForm) | {ok: false; reason: LinkRefusal; orderId?: string}

/** What a browser sent. */
export type SentSetup = {
  typed: Readonly<Record<string, string>>
  /** As it came with the form; forms of earlier versions of the site have none. */
  shown: string | undefined
  /** Whether the form is to be sent off, and not only saved. */
  submit: boolean
}

export type SaveSetupResult =
  | {kind: 'saved'}
  | {kind: 'submitted'}
  /**
   * What is named was not saved, everything else was; a form that was to be sent was not. In a field of `conflicts`
   * something else was saved after the form was opened.
   */
  | {kind: 'returned'; problems: FieldProblems; conflicts: string[]}
  /** Nothing was saved. `unsaved` names the fields whose typed words are stored nowhere. */
  | {kind: 'refused'; reason: LinkRefusal; unsaved: string[]}

const DIGEST_CHARACTERS = 12

/**
 * Reads the set-up form by the token of a mail's link. Changes nothing. It must not answer at the very address of the mail,
 * which mail scanners fetch.
 */
export async function openSetup({db, keys}: Parts, token: string): Promise<OpenSetupResult> {
  const found = await findLink(db, token)
  if (!found.ok) return {ok: false, reason: found.reason, ...('order' in found && {orderId: found.order.id})}
  const {id: orderId} = found.order
  const data = await readServiceData(db, keys, orderId)
  return {ok: true, orderId, draft: draftOf(data), shown: shownOf(orderId, data)}
}

/**
 * Saves what a client typed since the form was shown, field by field, and sends the form off when `submit` is set and nothing
 * is missing. The same form may be sent any number of times, from any number of windows: what is typed in one never
 * replaces what another saved meanwhile, unless the client has seen both.
 */
export async function saveSetup(
  {db, keys}: Parts,
  token: string,
  {typed, shown, submit}: SentSetup,
): Promise<SaveSetupResult> {
  return db.transaction(async (transaction): Promise<SaveSetupResult> => {
    const found = await lockLink(transaction, token)
    // Only a link that still holds is told what of the words is stored: the answer says something about what is.
    if (!('order' in found)) return {kind: 'refused', reason: found.reason, unsaved: filledIn(typed)}
    const {id: orderId} = found.order
    const stored: Values = await readServiceData(transaction, keys, orderId)
    const {changed, conflicts} = compareTyped({orderId, typed, stored, shown})
    if (!found.ok) {
      const unsaved = [...Object.keys(changed), ...conflicts]
      return unsaved.length === 0 ? {kind: 'submitted'} : {kind: 'refused', reason: found.reason, unsaved}
    }

    const {values, problems} = checkDetails(changed)
    await writeServiceData(transaction, keys, orderId, values)
    if (Object.keys(problems).length > 0 || conflicts.length > 0)
      return {kind: 'returned', problems, conflicts}
    if (!submit) return {kind: 'saved'}

    const whole = new Map([...stored, ...Object.entries(values)])
    const missing = missingDetails(whole)
    if (Object.keys(missing).length > 0) return {kind: 'returned', problems: missing, conflicts: []}
    // An app password, say, of a calendar that is shared now.
    const needless = Object.fromEntries(needlessDetails(whole).map((name) => [name, '']))
    await writeServiceData(transaction, keys, orderId, needless)
    await submitForm(transaction, orderId)
    return {kind: 'submitted'}
  })
}

/** What was typed, told apart by what is stored now and what the form showed. */
export type ComparedSetup = {
  /** Fields that the client changed and that are stored as they were shown, or as nothing that was typed differs from. */
  changed: Record<string, string>
  /** Fields that the client changed and that another window changed too, to something else. */
  conflicts: string[]
}

/** Compares a sent form with what is stored. Unknown fields are left out, and so are those that the client left as shown. */
export function compareTyped({
  orderId,
  typed,
  stored,
  shown,
}: {
  orderId: string
  typed: Readonly<Record<string, string>>
  stored: Values
  shown: string | undefined
}): ComparedSetup {
  const digests = shown === undefined ? undefined : readShown(shown)
  const compared: ComparedSetup = {changed: {}, conflicts: []}
  for (const [name, {kind}] of SETUP_FIELDS) {
    const sent = typed[name]
    if (sent === undefined) continue
    const value = severalLines(sent)
    const current = stored.get(name) ?? ''
    // A secret is never shown: left empty it stays what it was, and one that is typed replaces it.
    const saysNothing = value === '' && (kind === 'secret' || digests === undefined)
    if (value === current || saysNothing) continue
    const wasShown = (text: string) => (digests?.get(name) ?? '') === digest(orderId, name, text)
    if (kind === 'secret' || digests === undefined || wasShown(current)) compared.changed[name] = value
    else if (!wasShown(value)) compared.conflicts.push(name)
  }
  return compared
}

function filledIn(typed: Readonly<Record<string, string>>): string[] {
  return [...SETUP_FIELDS.keys()].filter((name) => Boolean(typed[name]?.trim()))
}

function draftOf(data: Values): Draft {
  const draft: Draft = {values: {}, savedSecrets: []}
  for (const [name, {kind}] of SETUP_FIELDS) {
    const value = data.get(name)
    if (!value) continue
    if (kind === 'secret') draft.savedSecrets.push(name)
    else draft.values[name] = value
  }
  return draft
}

/** Short digests of the values that a form shows, `name:digest name:digest`, secrets and empty fields left out. */
export function shownOf(orderId: string, data: Values): string {
  return Object.entries(draftOf(data).values)
    .map(([name, value]) => `${name}:${digest(orderId, name, value)}`)
    .join(' ')
}

function readShown(shown: string): Map<string, string> {
  return new Map(
    shown.split(' ').flatMap((pair) => {
      const [name, value] = pair.split(':')
      return name === undefined || value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** The same for the same value of the same field; nothing for none. */
function digest(orderId: string, name: string, value: string): string {
  if (value === '') return ''
  const hash = createHash('sha256').update(JSON.stringify([orderId, name, value]))
  return hash.digest('base64url').slice(0, DIGEST_CHARACTERS)
}

async function submitForm(transaction: Transaction, orderId: string): Promise<void> {
  await changeOrder(transaction, orderId, {detailsAt: new Date()})
  await transaction
    .update(serviceRecords)
    .set({submittedAt: sql`now()`})
    .where(eq(serviceRecords.orderId, orderId))
  const purpose = 'owner_details_received'
  await enqueueMail(transaction, {purpose, orderId, dedupeKey: `${purpose}:${orderId}`})
}

/**
 * Why a link or a form does not work. `unknown`: it was never given out. `revoked`: a newer
 * link was sent. `expired`: its days are over. `submitted`: the form was sent already. `closed`: the order was refunded or
 * is not paid.
 */
export type LinkRefusal = 'unknown' | 'revoked' | 'expired' | 'submitted' | 'closed'

export type LinkResult =
  | {ok: true; order: Order}
  /** The form is in, and the link itself would still work. */
  | {ok: false; reason: 'submitted'; order: Order}
  | {ok: false; reason: LinkRefusal}

/** Finds a link and its order by the token that a client has. */
async function findLink(db: Executor, token: string): Promise<LinkResult> {
  const [link] = await db
    .select()
    .from(setupLinks)
    .where(eq(setupLinks.tokenHash, hashToken(token)))
  const order = link && (await findOrder(db, link.orderId))
  return resultOf(link, order)
}

/** Finds a link and its order likewise, and locks both until the transaction ends. */
async function lockLink(transaction: Transaction, token: string): Promise<LinkResult> {
  const condition = eq(setupLinks.tokenHash, hashToken(token))
  const [found] = await transaction.select({orderId: setupLinks.orderId}).from(setupLinks).where(condition)
  if (found === undefined) return {ok: false, reason: 'unknown'}
  // The order first, as everywhere: two transactions then never wait for each other in a circle.
  const order = await lockOrder(transaction, found.orderId)
  const [link] = await transaction.select().from(setupLinks).where(condition).for('update')
  return resultOf(link, order)
}

function resultOf(link: SetupLink | undefined, order: Order | undefined): LinkResult {
  if (link === undefined || order === undefined) return {ok: false, reason: 'unknown'}
  const isOver =
    link.revokedAt !== null ? 'revoked' : link.expiresAt.getTime() <= Date.now() ? 'expired' : undefined
  if (order.detailsAt !== null && isOver === undefined) return {ok: false, reason: 'submitted', order}
  if (order.detailsAt !== null) return {ok: false, reason: 'submitted'}
  if (isOver !== undefined) return {ok: false, reason: isOver}
  return takesDetails(order) ? {ok: true, order} : {ok: false, reason: 'closed'}
}
