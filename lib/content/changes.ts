import {z} from 'zod'
import {dayAfter} from '#lib/format/dates.ts'
import {contentTypes} from '#sanity/queries/fragments.ts'

/** The path on this site that the Content Lake sends its webhook to. */
export const WEBHOOK_PATH = '/api/revalidate'

/** Which changes the Content Lake tells the site of: those of published documents that pages are made of. */
export const WEBHOOK_FILTER = `_type in ${contentTypes} && !(_id in path("drafts.**")) && !(_id in path("versions.**"))`

/** What it tells of a change: the shape that `contentChange` reads. */
export const WEBHOOK_PROJECTION =
  '{_id, _type, _rev, "path": after().path, "pathBefore": before().path, "slug": after().slug.current, "slugBefore": before().slug.current, "days": [after().firstDay, after().lastDay], "daysBefore": [before().firstDay, before().lastDay], "operation": delta::operation()}'

// Next drops tags longer than 256 characters without a word; an address that long is refused instead.
const address = z.string().max(200).nullish()

/** The first and the last day of a page, ISO dates; what is none of them is left out. */
const shownDays = z.array(z.string().nullable()).max(2).nullish().catch(undefined)

/**
 * What a webhook tells of a changed document. A page and a redirect have a path, a policy and a plan a slug; `…Before` is
 * what it was until the change. `null` says that there is or was none, `undefined` that the sender does not know.
 */
export const contentChange = z.object({
  _id: z.string().min(1).max(200),
  _type: z.string().min(1).max(100),
  _rev: z.string().nullish(),
  path: address,
  pathBefore: address,
  slug: address,
  slugBefore: address,
  days: shownDays,
  daysBefore: shownDays,
  operation: z.enum(['create', 'update', 'delete']).nullish(),
})

export type ContentChange = z.infer<typeof contentChange>

const CONTENT_TYPES: ReadonlySet<string> = new Set(z.array(z.string()).parse(JSON.parse(contentTypes)))

/** Whether pages are made of documents of this type. */
export function isContentType(type: string): boolean {
  return CONTENT_TYPES.has(type)
}

/** Id, revision, type and address of a published document that pages are made of. */
export const revision = z.object({
  _id: z.string(),
  _rev: z.string(),
  _type: z.string(),
  // What is no address is none.
  path: z.string().nullable().catch(null),
  slug: z.string().nullable().catch(null),
  /** Of a page, ISO dates: it is seen from the one to the other, both included. */
  firstDay: z.iso.date().nullish().catch(null),
  lastDay: z.iso.date().nullish().catch(null),
  /** ISO dates with which something of it appears or goes: a version of a policy, the announcement, a page. */
  days: z.array(z.string().nullable()).optional().catch(undefined),
})

export type Revision = z.infer<typeof revision>

/** What was created, changed, renamed or deleted between two lists of the published documents. */
export function changesBetween(before: readonly Revision[], after: readonly Revision[]): ContentChange[] {
  const known = new Map(before.map((revision) => [revision._id, revision]))
  const present = new Set(after.map(({_id}) => _id))
  return [
    ...after
      .filter(({_id, _rev}) => known.get(_id)?._rev !== _rev)
      .map(({_id, _type, path, slug, ...revision}) => {
        const old = known.get(_id)
        const [days, daysBefore] = [daysOf(revision), daysOf(old)]
        return {
          ...{_id, _type, path, slug, pathBefore: old?.path ?? null, slugBefore: old?.slug ?? null},
          ...(differ(days, daysBefore) && {days, daysBefore}),
        }
      }),
    ...before
      .filter(({_id}) => !present.has(_id))
      .map(({_id, _type, path, slug}) => {
        return {_id, _type, path: null, slug: null, pathBefore: path, slugBefore: slug}
      }),
  ]
}

const daysOf = (page: Pick<Revision, 'firstDay' | 'lastDay'> | undefined) => [
  page?.firstDay ?? null,
  page?.lastDay ?? null,
]

const differ = (days: ContentChange['days'], daysBefore: ContentChange['days']): boolean =>
  days?.join() !== daysBefore?.join()

/** A page with the days with which it appears and goes: it goes when the day after its last one begins. */
export function withPageDays(found: Revision): Revision {
  const {_type, firstDay, lastDay, days = []} = found
  if (_type !== 'page' || !(firstDay || lastDay)) return found
  return {...found, days: [...days, firstDay ?? null, lastDay ? dayAfter(lastDay) : null]}
}

/**
 * The tag of pages that show the address of a document they are not made of, such as a menu that links to a policy.
 * Expired only when an address comes, goes or changes, so that an edit of one text does not expire every page.
 */
export const ADDRESSES_TAG = 'addresses'

/** The tags of pages that change on a day of a document, by its type. */
const TAGS_OF_DAY: Readonly<Record<string, readonly string[]>> = {
  policyVersion: ['policyVersion', 'policy'],
  siteSettings: ['siteSettings'],
  // The page itself, the lists of pages, and every link to it.
  page: ['page', ADDRESSES_TAG],
}

/**
 * The tags of pages that a day has changed: a version of a policy takes effect, the announcement or a page appears or goes.
 *
 * @param seen what was found at the last look; see `withDaysToCome`
 * @param today ISO date where the business is
 */
export function tagsOfDay(seen: readonly Revision[], today: string): readonly string[] {
  const changed = seen.filter(({days}) => days?.some((day) => day !== null && day <= today))
  return [...new Set(changed.flatMap(({_type}) => TAGS_OF_DAY[_type] ?? []))]
}

/** What was found, to be kept for the next look: a day that has come by now is nothing to wait for. */
export const withDaysToCome = (found: readonly Revision[], today: string): Revision[] =>
  found.map(({days, ...revision}) => ({
    ...revision,
    days: days?.filter((day) => day !== null && day > today),
  }))

/**
 * The tag of what is made of one document, or of all documents of a type when no name is given.
 *
 * @param name what the document's address is made of: a page's path, a policy's or a plan's slug
 */
export function contentTag(type: string, name?: string): string {
  return name === undefined ? type : `${type}:${name}`
}

/** Types of documents that no link leads to. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['redirect', 'policyVersion'])

/** The tags that a change expires: the type, and type and name for the address before and after. */
export function tagsOfChange({
  _type,
  path,
  pathBefore,
  slug,
  slugBefore,
  days,
  daysBefore,
}: Omit<ContentChange, '_id' | '_rev' | 'operation'>): string[] {
  const [name, nameBefore] = [path ?? slug ?? null, pathBefore ?? slugBefore]
  // A sender that leaves out what was before says nothing about a rename; one that sends null says that there was none.
  // A redirect only starts at its path, and a version only tells where its policy stood: nothing links to them.
  // Links to a page lead nowhere on days that are not its own.
  const hasMoved = (nameBefore !== undefined && name !== nameBefore) || differ(days, daysBefore)
  const moved = !WITHOUT_LINKS.has(_type) && hasMoved
  const tags = [
    contentTag(_type),
    ...[name, nameBefore]
      .filter((value) => typeof value === 'string')
      .map((value) => contentTag(_type, value)),
    ...(moved ? [ADDRESSES_TAG] : []),
  ]
  return [...new Set(tags)]
}
