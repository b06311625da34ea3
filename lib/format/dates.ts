import {withoutOverlaps} from './text.ts'

/** A date as an ISO calendar date (`2025-11-09`) or, when it does not exist in the calendar, nothing. */
function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? date.toISOString().slice(0, 10) : undefined
}

/**
 * The day of a moment as an ISO calendar date, by the clock of the machine that asks: in the Studio, the editor's own. By
 * UTC it would be tomorrow already in the evening of a day in the United States.
 */
export function localDay(moment: Date): string {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(String)
  return `${year?.padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

/** Reads a date in US order, `11/09/2025` (month, day, year, with leading zeros), as an ISO date; nothing if it is none. */
export function parseUsDate(text: string): string | undefined {
  const [, month, day, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? []
  return isoDate(Number(year), Number(month), Number(day))
}

/** Writes an ISO date (`2025-11-09`) in US order (`11/09/2025`). Text that is no ISO date is given back as it is. */
export function formatUsDate(iso: string): string {
  return iso.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$2/$3/$1')
}

/**
 * A time of the 24-hour clock (`02:14`) as readers in the United States write it: `2:14 AM`. Text that is no such time
 * is given back as it is.
 */
export function formatClockTime(time: string): string {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (hours === undefined || minutes === undefined) return time
  const hour = Number(hours)
  return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`
}

/**
 * The day of a moment as an ISO calendar date where a clock of this time zone hangs.
 *
 * @param timeZone a name of the IANA database, for example `America/New_York`
 */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((found) => found.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** The ISO date of the day after an ISO date. */
export function dayAfter(iso: string): string {
  const date = new Date(`${iso}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

/** The days on which something is shown, as ISO dates, both included; always where there are none. */
type ShownDays = {firstDay?: string | null | undefined; lastDay?: string | null | undefined}

/** Whether a day is one of those on which something is shown. */
export const isOnDay = ({firstDay, lastDay}: ShownDays, today: string): boolean =>
  !(firstDay && today < firstDay) && !(lastDay && today > lastDay)

/** Where the business keeps its clock until the site settings say. */
export const USUAL_TIME_ZONE = 'America/New_York'

/** A date as a text writes it. */
export type WrittenDate = {
  /** ISO calendar date. A month alone is its first day. */
  iso: string
  /** How it is written, for `writtenDate`: `MMMM D, YYYY`. */
  format: string
  /** Its place in the text. */
  start: number
  end: number
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** How the site writes a date where a text does not say it. */
const DEFAULT_FORMAT = 'MM/DD/YYYY'

/**
 * Writes an ISO date in the way that a format says: `MMMM D, YYYY` as `January 6, 2023`. `MMMM` and `MMM` are the month's name
 * whole or short, `MM` and `DD` have two digits, `M` and `D` as many as they need, `Do` is an ordinal number, `YY` the last two
 * digits of the year. All else stays as it is. Text that is no ISO date is given back.
 */
export function writtenDate(iso: string, format: string = DEFAULT_FORMAT): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? []
  if (year === undefined || month === undefined || day === undefined) return iso
  const name = MONTHS[Number(month) - 1] ?? month
  const tokens: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: month,
    M: String(Number(month)),
    DD: day,
    Do: `${Number(day)}${ordinalEnding(Number(day))}`,
    D: String(Number(day)),
  }
  return format.replace(/YYYY|YY|MMMM|MMM|MM|M|DD|Do|D(?![a-z])/g, (token) => tokens[token] ?? token)
}

function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return {1: 'st', 2: 'nd', 3: 'rd'}[day % 10] ?? 'th'
}

const MONTH =
  '(?<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const DAY = '(?<day>\\d{1,2})(?<ordinal>st|nd|rd|th)?'
const YEAR = '(?<year>\\d{4})'

const FORMS = [
  `${MONTH}(?:\\.)?\\s+${DAY},?\\s+${YEAR}`,
  `${DAY}(?:\\s+|-|\\s+(?:day\\s+)?of\\s+)${MONTH}(?:\\.)?,?(?:\\s+|-)${YEAR}`,
  `(?<!\\d\\s+)${MONTH}(?:\\.)?,?\\s+${YEAR}`,
  `${YEAR}[-/.](?<month>\\d{1,2})[-/.]${DAY}`,
  `(?<first>\\d{1,2})(?<between>[-/.])(?<second>\\d{1,2})\\k<between>(?<year>\\d{4}|\\d{2})`,
].map((form) => new RegExp(`(?<![\\p{L}\\d/.-])${form}(?![\\p{L}\\d]|[-/.]\\d)`, 'giu'))

/**
 * Every date in some words, in order: `January 6, 2023`, `6th of January, 2023`, `Jan 6 2023`, `May 2023`, `2023-01-06`,
 * `1/6/2023`, `6.1.2023`. Of two numbers before a year, the locale says which is the month, unless only one of them can be.
 *
 * @param locale a BCP 47 language tag, such as `en-US` or `en-GB`
 */
export function findDates(words: string, locale = 'en-US'): WrittenDate[] {
  const found = FORMS.flatMap((form) =>
    [...words.matchAll(form)].flatMap((match) => readMatch(match, locale) ?? []),
  )
  return withoutOverlaps(found)
}

type Match = {0: string; index: number; groups?: {[name: string]: string | undefined}}

function readMatch({0: written, index: start, groups = {}}: Match, locale: string): WrittenDate | undefined {
  const read = groups.name === undefined ? readNumbers(groups, written, locale) : readName(groups, written)
  if (!read?.iso || read.iso < '1970') return undefined
  return {iso: read.iso, format: read.format, start, end: start + written.length}
}

type Groups = NonNullable<Match['groups']>
type Read = {iso: string | undefined; format: string}

/** A date with a month's name. */
function readName({name = '', day, ordinal = '', year = ''}: Groups, written: string): Read {
  const month = MONTHS.findIndex((full) => full.toLowerCase().startsWith(name.slice(0, 3).toLowerCase())) + 1
  const isWhole = MONTHS.some((full) => full.toLowerCase() === name.toLowerCase())
  const dayToken = ordinal ? 'Do' : day?.startsWith('0') ? 'DD' : 'D'
  const format = written.replace(/\d{4}|\d{1,2}(?:st|nd|rd|th)?|[a-z]{3,}/gi, (part) => {
    if (part === year) return 'YYYY'
    if (part === name) return isWhole ? 'MMMM' : 'MMM'
    return part === `${day}${ordinal}` ? dayToken : part
  })
  return {iso: isoDate(Number(year), month, Number(day ?? 1)), format}
}

/** A date of numbers alone. */
function readNumbers({first, second, month, day, year = ''}: Groups, written: string, locale: string): Read {
  const separator = /[-/.]/.exec(written)?.[0] ?? '/'
  if (month !== undefined && day !== undefined) {
    const format = ['YYYY', month.length === 2 ? 'MM' : 'M', day.length === 2 ? 'DD' : 'D'].join(separator)
    return {iso: isoDate(Number(year), Number(month), Number(day)), format}
  }
  const isPadded = first?.length === 2 && second?.length === 2
  const tokens = isPadded ? ['MM', 'DD'] : ['M', 'D']
  const monthFirst = isMonthFirst(locale) ? Number(first) <= 12 : Number(second) > 12
  const [monthNumber, dayNumber] = monthFirst ? [first, second] : [second, first]
  const order = monthFirst ? tokens : tokens.toReversed()
  return {
    iso: isoDate(Number(year.length === 2 ? `20${year}` : year), Number(monthNumber), Number(dayNumber)),
    format: [...order, year.length === 2 ? 'YY' : 'YYYY'].join(separator),
  }
}

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, {dateStyle: 'short'}).formatToParts(0).map(({type}) => type)
  return parts.indexOf('month') < parts.indexOf('day')
}
