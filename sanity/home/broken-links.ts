import {useMemo} from 'react'
import {getPublishedId} from 'sanity'
import {z} from 'zod'
import {isOnDay} from '#lib/format/dates.ts'
import {readablePath, visitorHref} from '#lib/links/href.ts'
import {documentPath} from '#lib/links/paths.ts'
import {useLiveQuery} from '../live-query.ts'
import {isAnsweredBySite} from '../schema/link.ts'
import {businessDay} from './coming-days.ts'
import {aboutSiteDocument, SITE_TYPES, siteDocument} from './documents.ts'

/** A link of the site, as visitors have it, that leads nowhere. */
export type BrokenLink = {
  /** Of the document in which it stands. */
  id: string
  type: string
  title: string
  /** Where visitors find that document. */
  path: string | undefined
  /** What is wrong, for an editor. */
  problem: string
}

/** Everything that visitors can read, whole. */
const PUBLISHED_QUERY = `*[_type in ${SITE_TYPES}]`

const published = z.array(
  siteDocument.extend({
    firstDay: z.string().nullish().catch(null),
    lastDay: z.string().nullish().catch(null),
  }),
)

const SETTINGS_TITLE = 'The menu, the footer or the announcement'

/**
 * Finds the links of published documents that lead to nothing that visitors see, each once for its document. A link that follows a
 * page appears with it, so only one to a page that is over leads nowhere.
 */
export function brokenLinks(found: unknown, now = new Date()): BrokenLink[] {
  const documents = published.parse(found)
  const today = businessDay(found, now)
  const ids = new Set(documents.map(({_id}) => _id))
  const over = new Set(
    documents.flatMap(({_id, _type, lastDay}) =>
      _type === 'page' && !isOnDay({lastDay}, today) ? [_id] : [],
    ),
  )
  const paths = new Set(
    documents.flatMap(({_type, path, slug, firstDay, lastDay}) => {
      if (_type === 'page' && !isOnDay({firstDay, lastDay}, today)) return []
      const own = _type === 'redirect' ? path : documentPath(_type, path ?? slug?.current)
      return own ? [readablePath(own)] : []
    }),
  )
  return documents.flatMap((document) => {
    const {title, ...about} = aboutSiteDocument(document)
    const named = about.type === 'siteSettings' ? SETTINGS_TITLE : (title ?? 'Without a title')
    const problems = new Set(linksIn(document).flatMap((link) => problemOf(link, {ids, over, paths}) ?? []))
    return [...problems].map((problem) => ({...about, title: named, problem}))
  })
}

type Link = {to: string} | {href: string}

const reference = z.object({_ref: z.string()})
const link = z.looseObject({
  kind: z.string().optional(),
  href: z.string().optional(),
  document: reference.optional(),
})

/** Every link and every reference in a value; pictures refer to their files, which are no documents. */
function linksIn(value: unknown): Link[] {
  if (Array.isArray(value)) return value.flatMap(linksIn)
  if (typeof value !== 'object' || value === null) return []
  const referred = reference.safeParse(value).data
  if (referred) return /^(?:image|file)-/.test(referred._ref) ? [] : [{to: referred._ref}]
  const {kind, href, document, ...fields} = link.safeParse(value).data ?? {...value, href: undefined}
  // The site follows an address where a link has no document, whatever it says of its kind.
  const isAddress = kind === 'address' || !document
  const own: Link[] = isAddress ? (href ? [{href}] : []) : linksIn(document)
  return [...own, ...linksIn(Object.values(fields))]
}

type Known = {
  ids: ReadonlySet<string>
  /** Ids of pages whose last day is over. */
  over: ReadonlySet<string>
  paths: ReadonlySet<string>
}

function problemOf(found: Link, {ids, over, paths}: Known): string | undefined {
  if ('to' in found) {
    const id = getPublishedId(found.to)
    if (!ids.has(id)) return 'leads to a page that is not published or was deleted'
    return over.has(id) ? 'leads to a page whose last day is over' : undefined
  }
  const target = visitorHref(found.href)
  if (target === undefined) return `leads to “${found.href}”, which no browser follows`
  if (!target.startsWith('/')) return undefined
  const path = readablePath(target.replace(/[?#].*$/, '') || '/')
  return paths.has(path) || isAnsweredBySite(path)
    ? undefined
    : `leads to ${path}, where visitors find nothing`
}

/** Milliseconds after a change before links are looked at again: a publish makes several. */
const PAUSE_MS = 1_000

/** The links that lead nowhere now; nothing until the first answer. */
export function useBrokenLinks(): readonly BrokenLink[] | undefined {
  const found = useLiveQuery(PUBLISHED_QUERY, {perspective: 'published', pauseMs: PAUSE_MS})
  return useMemo(() => (found === undefined ? undefined : brokenLinks(found)), [found])
}
