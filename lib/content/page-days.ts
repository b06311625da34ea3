import {z} from 'zod'
import {dayIn, isOnDay, USUAL_TIME_ZONE} from '#lib/format/dates.ts'
import {exact, readEach} from './repair.ts'

/** An ISO date. One that is none is left out. */
export const day = exact
  .pipe(z.iso.date())
  .nullish()
  .catch(undefined)
  .transform((found) => found ?? undefined)

/** Where the business keeps its clock: a name of the IANA database. */
export const timeZone = z
  .string()
  .refine((name) => Intl.supportedValuesOf('timeZone').includes(name))
  .catch(USUAL_TIME_ZONE)

const datedPage = z.object({path: exact, firstDay: day, lastDay: day})
const found = z.object({timeZone, pages: z.unknown()})

/** The front page is always there: a site without it would look broken. */
const HOME = '/'

/**
 * Reads the paths of published pages that visitors do not see at a moment, since their first day has not come where the
 * business is, or their last day is over.
 */
export function readHiddenPaths(answer: unknown, now: Date): ReadonlySet<string> {
  const {timeZone: zone, pages} = found.parse(answer)
  const today = dayIn(zone, now)
  const hidden = readEach(datedPage, pages).filter((page) => page.path !== HOME && !isOnDay(page, today))
  return new Set(hidden.map(({path}) => path))
}

/** Whether an answer holds a link to a path of this site. */
export function hasLinks(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const isLink = 'href' in answer && typeof answer.href === 'string' && answer.href.startsWith('/')
  return isLink || Object.values(answer).some(hasLinks)
}

const link = z.object({
  href: z.string(),
  _type: z.unknown().optional(),
  kind: z.unknown().optional(),
  document: z.unknown().optional(),
  documentId: z.unknown().optional(),
})

/** An answer in which links to hidden pages lead nowhere, as links to a page do that is not published. */
export function withoutLinksTo<Answer>(answer: Answer, hidden: ReadonlySet<string>): Answer
export function withoutLinksTo(answer: unknown, hidden: ReadonlySet<string>): unknown {
  if (hidden.size === 0 || typeof answer !== 'object' || answer === null) return answer
  if (Array.isArray(answer)) return answer.map((entry: unknown) => withoutLinksTo(entry, hidden))
  const entries = Object.entries(answer).map(([name, value]) => [name, withoutLinksTo(value, hidden)])
  return Object.fromEntries(leadsToHidden(answer, hidden) ? [...entries, ['href', null]] : entries)
}

function leadsToHidden(value: object, hidden: ReadonlySet<string>): boolean {
  const {href, _type, kind, document, documentId} = link.safeParse(value).data ?? {href: ''}
  // An address that was typed into a text is a part of the text, of which a policy's hash is made.
  const isTyped = _type === 'link' && (kind === 'address' || !(document || documentId))
  return hidden.has(href) && !isTyped
}
