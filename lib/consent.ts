import {createHash} from 'node:crypto'
import {isIP} from 'node:net'
import {lt, sql} from 'drizzle-orm'
import {z} from 'zod'
import type {Commerce} from './commerce.ts'
import type {Executor} from './db/database.ts'
import {CONSENT_ANSWERS, type ConsentAnswer, consentChoices} from './db/schema.ts'

/**
 * Everything that this site, and what it loads, may leave in a browser. The page of cookies is made from this list, and a
 * test compares it with what a browser holds after every flow.
 */

/** Why something is stored: the site cannot do what was asked without it; the visitor agreed; an editor works. */
export type StorageKind = 'needed' | 'analytics' | 'editors'

export type StoredItem = {
  /** As it is shown; `…` stands for what differs. */
  name: string
  /** Matches each name that it has in a browser. */
  matches: RegExp
  where: 'cookie' | 'local storage' | 'session storage' | 'browser database'
  setBy: string
  purpose: string
  /** In words. */
  lasts: string
  kind: StorageKind
}

/** Holds the answer about analytics. `__Host-` ties it to this very host: https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
export const CONSENT_COOKIE = '__Host-consent'

/** Days for which an answer about analytics holds: six months. */
const CONSENT_DAYS = 180

/** Cookies of Google Analytics, by its own naming: https://support.google.com/analytics/answer/11397207 */
export const ANALYTICS_COOKIE = /^_(?:ga|gid|gat|gcl|gac)(?:_|$)/

const BROWSER_TAB = 'Until the window is closed'
const UNTIL_CLEARED = 'Until the editor signs out or clears it'

export const STORED_ITEMS: readonly StoredItem[] = [
  {
    name: CONSENT_COOKIE,
    matches: /^__Host-consent$/,
    where: 'cookie',
    setBy: 'This site',
    purpose:
      'Remembers your answer about analytics, so that you are not asked again. Set only when you answer.',
    lasts: 'Six months',
    kind: 'needed',
  },
  {
    name: '_ga',
    matches: /^_ga$/,
    where: 'cookie',
    setBy: 'Google Analytics',
    purpose: 'A random number that tells one browser from another, so that visits are not counted twice.',
    lasts: 'Six months',
    kind: 'analytics',
  },
  {
    name: '_ga_…',
    matches: /^_ga_[A-Z0-9]+$/,
    where: 'cookie',
    setBy: 'Google Analytics',
    purpose: 'Keeps together the pages of one visit.',
    lasts: 'Six months',
    kind: 'analytics',
  },
  {
    name: '__prerender_bypass',
    matches: /^__prerender_bypass$/,
    where: 'cookie',
    setBy: 'This site',
    purpose: 'Shows an editor the site with what is not published yet.',
    lasts: BROWSER_TAB,
    kind: 'editors',
  },
  {
    name: 'sanity-preview-perspective',
    matches: /^sanity-preview-perspective$/,
    where: 'cookie',
    setBy: 'This site',
    purpose: 'Remembers which drafts the editor is looking at.',
    lasts: BROWSER_TAB,
    kind: 'editors',
  },
  {
    name: '__studio_auth_token_…',
    matches: /^__studio_auth_token_/,
    where: 'local storage',
    setBy: 'The Studio',
    purpose: 'Keeps the editor signed in.',
    lasts: UNTIL_CLEARED,
    kind: 'editors',
  },
  {
    name: 'sanity…, studio…, structure-tool…, presentation…, vision…',
    matches: /^(?:sanity|studio|structure-tool|presentation|vision)/i,
    where: 'local storage',
    setBy: 'The Studio',
    purpose: 'Remembers how the editor arranged the Studio: open panes, sort orders, recent searches.',
    lasts: UNTIL_CLEARED,
    kind: 'editors',
  },
  {
    name: 'presence_session_id',
    matches: /^presence_session_id$/,
    where: 'session storage',
    setBy: 'The Studio',
    purpose: 'Tells apart the windows in which editors have the same document open.',
    lasts: BROWSER_TAB,
    kind: 'editors',
  },
]

/** The item that explains what a browser holds under this name; nothing when none does. */
export function findStored(where: StoredItem['where'], name: string): StoredItem | undefined {
  return STORED_ITEMS.find((item) => item.where === where && item.matches.test(name))
}

/** An answer about analytics, as a browser keeps it. */
export type Choice = {
  answer: ConsentAnswer
  /** The question that was answered. */
  question: string
  /** Names the answer in the database; a refusal leaves no number in the browser. */
  id: string | undefined
}

const DAY_S = 24 * 60 * 60

/** Days that a recorded answer is kept: for as long as it holds, and as long again to be able to show it. */
const RECORD_DAYS = 2 * CONSENT_DAYS

/** Most cookies of Google's that one answer removes; a browser that is used as usual holds three. */
const MAX_REMOVED_COOKIES = 20

const consentForm = z.object({
  answer: z.enum(CONSENT_ANSWERS),
  question: z.string().regex(/^[0-9a-f]{8}$/),
})

export type ConsentForm = z.infer<typeof consentForm>

/** Reads a sent form (`application/x-www-form-urlencoded`); nothing when it is not the form of this site. */
export function readConsentForm(body: string): ConsentForm | undefined {
  return consentForm.safeParse(Object.fromEntries(new URLSearchParams(body))).data
}

/**
 * Names what is asked. Other words, another measurement id or other cookies make another question, which an earlier
 * answer does not answer.
 */
export function questionOf(asked: {words: readonly string[]; measurementId: string}): string {
  const cookies = STORED_ITEMS.filter(({kind}) => kind === 'analytics').map(({name, purpose, lasts}) => [
    name,
    purpose,
    lasts,
  ])
  return createHash('sha256')
    .update(JSON.stringify([asked.words, asked.measurementId, cookies]))
    .digest('hex')
    .slice(0, 8)
}

const VALUE = /^([0-9a-f]{8})\.(?:(no)|(yes)\.([0-9a-f-]{36}))$/

/** Reads the cookie of an answer; nothing when it is none. */
export function readChoice(value: string | undefined): Choice | undefined {
  const [, question, no, , id] = VALUE.exec(value ?? '') ?? []
  return question === undefined ? undefined : {question, answer: no ? 'no' : 'yes', id}
}

/**
 * Whether a browser says that its owner wants no data about them sold or shared.
 *
 * @see https://www.w3.org/TR/gpc/#the-sec-gpc-header-field-for-http-requests
 */
export function sendsGpc(headers: Pick<Headers, 'get'>): boolean {
  return headers.get('sec-gpc')?.trim() === '1'
}

export type RecordedChoice = {answer: ConsentAnswer; cookies: string[]}

/**
 * Records an answer and gives the cookies to set: the answer's own, and with a refusal those that remove what Google
 * Analytics may have left. Global Privacy Control makes every answer a no.
 *
 * A refusal holds even when it cannot be recorded. A yes does not: it could not be shown.
 *
 * @param browser what the request carries: its cookies and the host that it asks
 * @throws when a yes cannot be recorded
 */
export async function recordChoice(
  {db, log}: Pick<Commerce, 'db' | 'log'>,
  {answer: given, question}: ConsentForm,
  {gpc, cookies, host}: {gpc: boolean; cookies: string; host: string},
): Promise<RecordedChoice> {
  const answer = gpc ? 'no' : given
  const recorded = db
    .insert(consentChoices)
    .values({question, answer, gpc})
    .returning({id: consentChoices.id})
  if (answer === 'yes') {
    const [row] = await recorded
    return {answer, cookies: [choiceCookie(`${question}.yes.${row?.id}`)]}
  }
  await recorded.catch((error: unknown) =>
    log.error({error: error instanceof Error ? error.name : 'unknown'}, 'a refusal could not be recorded'),
  )
  return {answer, cookies: [choiceCookie(`${question}.no`), ...removingCookies(cookies, host)]}
}

// Readable by scripts: the one on the page must know the answer before it loads anything.
const choiceCookie = (value: string) =>
  `${CONSENT_COOKIE}=${value}; Path=/; Max-Age=${CONSENT_DAYS * DAY_S}; Secure; SameSite=Lax`

/**
 * Headers that remove the cookies of Google Analytics among these. Which domain they were set for is not said, so each is
 * removed for the host and for all that it stands below.
 *
 * @param cookies the header `Cookie`
 * @param host such as `www.site.example`, without a port
 */
function removingCookies(cookies: string, host: string): string[] {
  const names = cookies
    .split(';')
    .map((cookie) => cookie.split('=', 1)[0]?.trim() ?? '')
    .filter((name) => ANALYTICS_COOKIE.test(name))
  const labels = host.split('.')
  const domains = isIP(host)
    ? []
    : labels.slice(0, -1).map((_, index) => `; Domain=${labels.slice(index).join('.')}`)
  return [...new Set(names)]
    .slice(0, MAX_REMOVED_COOKIES)
    .flatMap((name) => ['', ...domains].map((domain) => `${name}=; Path=/; Max-Age=0${domain}`))
}

/** Forgets answers that hold no longer and need not be shown any more. Returns how many. */
export async function forgetChoices(db: Executor): Promise<number> {
  const forgotten = await db
    .delete(consentChoices)
    .where(lt(consentChoices.at, sql`now() - make_interval(days => ${RECORD_DAYS})`))
    .returning({id: consentChoices.id})
  return forgotten.length
}
