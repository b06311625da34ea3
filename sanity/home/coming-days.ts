import {useMemo} from 'react'
import {z} from 'zod'
import {dayIn, formatUsDate, USUAL_TIME_ZONE} from '#lib/format/dates.ts'
import {useLiveQuery} from '../live-query.ts'

/** Something that visitors will see, or see no longer, by itself. */
export type ComingDay = {
  /** Of the published document. */
  id: string
  type: string
  /** Where visitors find it; nothing for what stands on every page. */
  path: string | undefined
  title: string
  /** What happens, and when. */
  words: string
  /** ISO date with which it happens, or after which. */
  day: string
}

/** Days ahead that are soon. */
const SOON = 30

const DAYS_QUERY = `*[_type in ["page", "policyVersion", "siteSettings"]]{
  _id, _type, "title": coalesce(title, path), path, firstDay, lastDay, "announcement": announcement.text, announcementFrom,
  announcementUntil, timeZone, "policyId": select(!defined(withdrawnOn) => policyId), effectiveOn, number
}`

const text = z.string().nullish().catch(null)

const dated = z.object({
  _id: z.string(),
  _type: z.string(),
  title: text,
  path: text,
  firstDay: text,
  lastDay: text,
  announcement: text,
  announcementFrom: text,
  announcementUntil: text,
  policyId: text,
  effectiveOn: text,
  number: z.number().nullish().catch(null),
})

type Dated = z.infer<typeof dated>

const settings = z.object({_id: z.literal('siteSettings'), timeZone: z.string()})

/** ISO date where the business is, by the settings among some documents. */
export function businessDay(documents: unknown, now: Date): string {
  const found = z.array(z.unknown()).catch([]).parse(documents)
  const timeZone = found.flatMap((one) => settings.safeParse(one).data?.timeZone ?? [])[0]
  return dayIn(timeZone ?? USUAL_TIME_ZONE, now)
}

/** What appears and goes in the next weeks, the next first. */
export function comingDays(found: unknown, now = new Date()): ComingDay[] {
  const [today, last] = [
    businessDay(found, now),
    businessDay(found, new Date(now.getTime() + SOON * 86_400_000)),
  ]
  return z
    .array(dated)
    .parse(found)
    .flatMap(daysOf)
    .filter(({day}) => day >= today && day <= last)
    .sort((a, b) => a.day.localeCompare(b.day))
}

/** Every day of a document. What begins today has begun already, and what ends today is still there. */
function daysOf(document: Dated): ComingDay[] {
  const {_id: id, _type: type, title, path, firstDay, lastDay, effectiveOn, policyId, number} = document
  const about = {id, type, path: path ?? undefined, title: title || 'Without a title'}
  if (type === 'page')
    return [
      ...(firstDay ? [{...about, day: firstDay, words: `Appears on ${formatUsDate(firstDay)}`}] : []),
      ...(lastDay ? [{...about, day: lastDay, words: `Goes when ${formatUsDate(lastDay)} is over`}] : []),
    ]
  if (type === 'policyVersion')
    return effectiveOn && policyId
      ? [
          {
            ...about,
            ...{id: policyId, type: 'policy', path: undefined, day: effectiveOn},
            words: `Version ${number} is in force from ${formatUsDate(effectiveOn)} on`,
          },
        ]
      : []
  const {announcement, announcementFrom: from, announcementUntil: until} = document
  if (!announcement) return []
  const line = {...about, path: undefined, title: `Announcement: ${announcement}`}
  return [
    ...(from ? [{...line, day: from, words: `Appears on ${formatUsDate(from)}`}] : []),
    ...(until ? [{...line, day: until, words: `Goes on ${formatUsDate(until)}`}] : []),
  ]
}

/** What appears and goes soon; nothing until the first answer. */
export function useComingDays(): readonly ComingDay[] | undefined {
  const found = useLiveQuery(DAYS_QUERY, {perspective: 'published'})
  return useMemo(() => (found === undefined ? undefined : comingDays(found)), [found])
}
