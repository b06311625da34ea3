import {createHash} from 'node:crypto'
import {ClientError, createClient} from '@sanity/client'
import {z} from 'zod'
import type {Commerce} from '../commerce.ts'
import {DESK_CALLS, type DeskCall, isDeskCall} from '../format/desk.ts'
import {errorResponse} from '../http/errors.ts'
import {clientNetwork, isSameOrigin, limitedText} from '../http/request.ts'
import {failedTry} from '../http/signed-requests.ts'
import {rateLimiter} from '../redis.ts'
import {type Answer, type Declined, type Desk, declined} from './desk.ts'
import {putMailAside, readMail, retryMail} from './mails.ts'
import {answerMessage, listInbox, markInInbox, showMessage} from './messages.ts'
import {addNote, advance, goBack, refund, sendSetupLink, tellClient, writeToClient} from './order-actions.ts'
import {listOrderLines, revealSecrets, showWholeOrder} from './orders.ts'
import {complete, correct, deny, erase, requestLines, showPerson, visitsOf} from './people.ts'
import {howBusinessStands, type Services, whatWaits} from './waiting.ts'

/** What the desk is answered from. */
export type DeskParts = {
  commerce: () => Commerce
  findCaller: FindCaller
  services: Services
}

/** Far above the longest letter. */
const MAX_BODY_BYTES = 64 * 1024
/** A refund asks Stripe, which may take its time. */
const ANSWER_TIMEOUT_MS = 25_000

/** Several windows of one person, each of which asks every few seconds. */
const questions = rateLimiter({keyPrefix: 'desk-owner', points: 600, duration: 60})
/** Of one network before it is known who asks, since each unknown token costs a question to Sanity. */
const knocks = rateLimiter({keyPrefix: 'desk-network', points: 1_200, duration: 60})

/**
 * Answers one question of the desk: `POST /api/owner/<call>` with a JSON body and the signed-in person's Sanity token as bearer.
 *
 * Errors are `{error: {code, message}}`: 404 for what is not there or with the desk off, 403 from elsewhere or without the role, 401
 * without a valid token, 400, 413 and 415 for a body that is none, 409 for what cannot be done now, 429 for too many, 503 while Sanity or
 * the database is away. No answer is kept by a cache.
 */
export async function answerDesk(parts: DeskParts, call: string, request: Request): Promise<Response> {
  const {siteUrl, hasDesk} = parts.commerce()
  if (!hasDesk || !isDeskCall(call)) return errorResponse(404, 'not_found', 'There is nothing here.')
  if (!isSameOrigin(request.headers, siteUrl))
    return errorResponse(
      403,
      'foreign_origin',
      `Open the Studio at ${siteUrl}/studio: it was opened elsewhere.`,
    )
  const caller = await authenticate(parts, request)
  if (!caller.ok) return caller.response
  const question = await readJson(request)
  if (!question.ok) return question.response
  return run(parts, call, question.json, caller.owner)
}

async function authenticate(
  {findCaller}: DeskParts,
  request: Request,
): Promise<{ok: true; owner: Owner} | {ok: false; response: Response}> {
  const refuse = (response: Response) => ({ok: false, response}) as const
  const token = /^Bearer ([\w.~+/-]{16,1000}=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  // A token in an address ends up in logs and histories: it is not read there.
  if (token === undefined || new URL(request.url).search !== '')
    return refuse(await failedTry(request, errorResponse(401, 'not_signed_in', WORDS['unknown-token'])))
  const wait = await knocks.refuse(clientNetwork(request.headers))
  if (wait !== undefined) return refuse(tooMany(wait))
  const found = await findCaller(token)
  if (!found.ok) {
    const response = errorResponse(STATUS[found.reason], CODES[found.reason], WORDS[found.reason])
    return refuse(found.reason === 'unreachable' ? response : await failedTry(request, response))
  }
  const waitOfOwner = await questions.refuse(found.owner.actor)
  return waitOfOwner === undefined ? found : refuse(tooMany(waitOfOwner))
}

const STATUS = {'unknown-token': 401, 'not-an-administrator': 403, unreachable: 503} as const
const CODES = {
  'unknown-token': 'not_signed_in',
  'not-an-administrator': 'not_an_administrator',
  unreachable: 'sanity_unreachable',
} as const
const WORDS: Record<Refusal, string> = {
  'unknown-token': 'Sign in to the Studio again: your sign-in has ended.',
  'not-an-administrator': 'Only administrators of the project see the desk.',
  unreachable:
    'Sanity does not say who you are at the moment, so nothing is shown. It is asked again by itself.',
}

function tooMany(waitMs: number): Response {
  const response = errorResponse(429, 'too_many', 'Too many questions. Please wait a minute.')
  response.headers.set('retry-after', String(Math.ceil(waitMs / 1_000)))
  return response
}

async function readJson(
  request: Request,
): Promise<{ok: true; json: unknown} | {ok: false; response: Response}> {
  const refuse = (...refusal: Parameters<typeof errorResponse>) =>
    ({ok: false, response: errorResponse(...refusal)}) as const
  // A form of a page elsewhere can send no such type without asking first.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return refuse(415, 'not_json', 'The body must be JSON.')
  const text = await limitedText(request, MAX_BODY_BYTES)
  if (text === undefined) return refuse(413, 'too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
  try {
    const json: unknown = JSON.parse(text)
    return {ok: true, json}
  } catch {
    return refuse(400, 'not_json', 'The body is not JSON.')
  }
}

async function run(parts: DeskParts, call: DeskCall, question: unknown, owner: Owner): Promise<Response> {
  const desk: Desk = {...parts.commerce(), actor: owner.actor}
  const {promise: tooLate, reject} = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DeskTimeout()), ANSWER_TIMEOUT_MS)
  try {
    const answered = await Promise.race([answersOf(desk, parts)[call](question), tooLate])
    if (!answered.ok) return declinedResponse(answered)
    return Response.json(answered.answer, {headers: {'cache-control': 'no-store'}})
  } catch (error) {
    // Its message may quote what a client typed.
    desk.log.error(
      {call, error: error instanceof Error ? error.name : 'unknown'},
      'the desk was not answered',
    )
    return errorResponse(
      503,
      'unavailable',
      'Your orders and messages cannot be reached at the moment. It is asked again by itself. If you have just pressed a button, look whether it was done before you press it again.',
    )
  } finally {
    clearTimeout(timer)
  }
}

class DeskTimeout extends Error {
  override name = 'DeskTimeout'
}

function declinedResponse({reason, code, message}: Declined): Response {
  const status = {'not-understood': 400, 'not-found': 404, conflict: 409, 'not-possible': 409}
  return errorResponse(status[reason], code, message)
}

type Answers = {[Call in DeskCall]: (question: unknown) => Promise<Answer<Call>>}

/** What answers each question; each parses its own. */
function answersOf(desk: Desk, {services}: DeskParts): Answers {
  return {
    waiting: on(DESK_CALLS.waiting.question, () => whatWaits(desk)),
    business: on(DESK_CALLS.business.question, () => howBusinessStands(desk, services)),
    'list-orders': on(DESK_CALLS['list-orders'].question, (asked) => listOrderLines(desk, asked)),
    'show-order': on(DESK_CALLS['show-order'].question, (asked) => showWholeOrder(desk, asked)),
    'reveal-secrets': on(DESK_CALLS['reveal-secrets'].question, (asked) => revealSecrets(desk, asked)),
    'advance-order': on(DESK_CALLS['advance-order'].question, (asked) => advance(desk, asked)),
    'move-order-back': on(DESK_CALLS['move-order-back'].question, (asked) => goBack(desk, asked)),
    'refund-order': on(DESK_CALLS['refund-order'].question, (asked) => refund(desk, asked)),
    'send-setup-link': on(DESK_CALLS['send-setup-link'].question, (asked) => sendSetupLink(desk, asked)),
    'tell-client': on(DESK_CALLS['tell-client'].question, (asked) => tellClient(desk, asked)),
    'write-to-client': on(DESK_CALLS['write-to-client'].question, (asked) => writeToClient(desk, asked)),
    'add-note': on(DESK_CALLS['add-note'].question, (asked) => addNote(desk, asked)),
    'list-messages': on(DESK_CALLS['list-messages'].question, (asked) => listInbox(desk, asked)),
    'show-message': on(DESK_CALLS['show-message'].question, (asked) => showMessage(desk, asked)),
    'answer-message': on(DESK_CALLS['answer-message'].question, (asked) => answerMessage(desk, asked)),
    'mark-message': on(DESK_CALLS['mark-message'].question, (asked) => markInInbox(desk, asked)),
    'read-mail': on(DESK_CALLS['read-mail'].question, (asked) => readMail(desk, asked)),
    'retry-mail': on(DESK_CALLS['retry-mail'].question, (asked) => retryMail(desk, asked)),
    'find-person': on(DESK_CALLS['find-person'].question, (asked) => showPerson(desk, asked)),
    'correct-person': on(DESK_CALLS['correct-person'].question, (asked) => correct(desk, asked)),
    'erase-person': on(DESK_CALLS['erase-person'].question, (asked) => erase(desk, asked)),
    'list-requests': on(DESK_CALLS['list-requests'].question, (asked) => requestLines(desk, asked)),
    'complete-request': on(DESK_CALLS['complete-request'].question, (asked) => complete(desk, asked)),
    'deny-request': on(DESK_CALLS['deny-request'].question, (asked) => deny(desk, asked)),
    visits: on(DESK_CALLS.visits.question, (asked) => visitsOf(desk, asked)),
    'dismiss-mail': on(DESK_CALLS['dismiss-mail'].question, (asked) => putMailAside(desk, asked)),
  }
}

/** Answers a question that has this shape, and says of another what is wrong with it. */
function on<Asked, Call extends DeskCall>(
  shape: z.ZodType<Asked>,
  answer: (asked: Asked) => Promise<Answer<Call>>,
): (question: unknown) => Promise<Answer<Call>> {
  return async (question) => {
    const asked = shape.safeParse(question)
    if (asked.success) return answer(asked.data)
    const [issue] = asked.error.issues
    const where = issue?.path.join('.') || 'The body'
    return declined('not-understood', 'not_understood', `${where}: ${issue?.message}`)
  }
}

/** The Sanity project whose administrators are the owner. */
export type SanityProject = {
  projectId: string
  dataset: string
  /** The API's address without the project; Sanity's own when left out. */
  apiHost?: string | undefined
}

/** A person who signed in to the Studio as an administrator of the project. */
type Owner = {
  /** As the audit log names them: `studio:` and their id at Sanity. */
  actor: string
}

/**
 * Why a token is not taken. `unknown-token`: it is none of Sanity's, or is no longer valid. `not-an-administrator`: it is of a
 * person with another role, of another project, or of no person at all. `unreachable`: Sanity could not say.
 */
type Refusal = 'unknown-token' | 'not-an-administrator' | 'unreachable'

export type CallerResult = {ok: true; owner: Owner} | {ok: false; reason: Refusal}

type FindCaller = (token: string) => Promise<CallerResult>

const API_VERSION = '2021-06-07'
const TIMEOUT_MS = 5_000
/** How long an answer of Sanity's holds, counted from the question. A role that is taken away has no effect here any more after it. */
const HOLDS_MS = 30_000
const MAX_KEPT = 500

const me = z.object({id: z.string().min(1)})
const project = z.object({
  id: z.string(),
  members: z.array(
    z.object({
      id: z.string(),
      isRobot: z.boolean().optional(),
      roles: z.array(z.object({name: z.string()})).default([]),
    }),
  ),
})

/**
 * Makes what finds out whose token it is, from Sanity itself: who it belongs to, and which role the project gives them. An answer is
 * kept for half a minute under the token's hash; that Sanity was away is not kept.
 *
 * @see https://www.sanity.io/docs/http-reference/projects
 */
export function callerFinder(sanity: SanityProject, now: () => number = Date.now): FindCaller {
  const kept = new Map<string, {until: number; result: Promise<CallerResult>}>()
  return async (token) => {
    const key = createHash('sha256').update(token, 'utf8').digest('base64')
    const known = kept.get(key)
    if (known && known.until > now()) return known.result
    const result = askSanity(sanity, token)
    kept.delete(key)
    kept.set(key, {until: now() + HOLDS_MS, result})
    // A map keeps the order of its entries: the first one is the oldest.
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break
      kept.delete(oldest)
    }
    const found = await result
    if (!found.ok && found.reason === 'unreachable' && kept.get(key)?.result === result) kept.delete(key)
    return found
  }
}

async function askSanity({projectId, dataset, apiHost}: SanityProject, token: string): Promise<CallerResult> {
  const client = createClient({
    projectId,
    dataset,
    apiVersion: API_VERSION,
    token,
    useCdn: false,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    ...(apiHost === undefined ? {} : {apiHost, useProjectHostname: false}),
  })
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const [user, place] = await Promise.all([
      client.request({url: '/users/me', signal}),
      client.request({url: `/projects/${projectId}`, signal}),
    ])
    const {id} = me.parse(user)
    const {id: answeredFor, members} = project.parse(place)
    const member = members.find((candidate) => candidate.id === id)
    const isAdministrator = member?.roles.some(({name}) => name === 'administrator') ?? false
    return answeredFor === projectId && isAdministrator && !member?.isRobot
      ? {ok: true, owner: {actor: `studio:${id}`}}
      : {ok: false, reason: 'not-an-administrator'}
  } catch (error) {
    return {ok: false, reason: refusalOf(error)}
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ClientError)) return 'unreachable'
  switch (error.statusCode) {
    case 401:
      return 'unknown-token'
    case 403:
    case 404:
      return 'not-an-administrator'
    default:
      // 429, for example: Sanity did not say whose token it is.
      return 'unreachable'
  }
}
