import {parse as parseToml} from 'smol-toml'
import {parseDocument} from 'yaml'
import {findDates} from '#lib/format/dates.ts'
import type {Findings} from './findings.ts'

/** What the front matter of a file says about a policy. */
export type FrontMatter = {
  title?: string
  /** ISO calendar date on which the text was last changed. */
  lastUpdated?: string
  /** Where the text begins in the file, in UTF-16 units. */
  end: number
}

/** Keys that give the date, the most telling first; written as `lastUpdated`, `last_updated` or `last-updated`. */
const DATE_KEYS = [
  'lastupdated',
  'lastupdatedat',
  'lastmodified',
  'lastmodifiedat',
  'lastmod',
  'lastreviewed',
  'lastrevised',
  'updated',
  'updatedat',
  'updateddate',
  'dateupdated',
  'datemodified',
  'modified',
  'revised',
  'effectivedate',
  'effective',
  'dateeffective',
  'date',
  'pubdate',
  'publishdate',
  'published',
]

const TITLE_KEYS = ['title', 'pagetitle', 'name', 'heading']

/** Keys that lay a page out and say nothing to a reader; not worth a note. */
const SILENT_KEYS: ReadonlySet<string> = new Set(['layout', 'permalink', 'slug', 'id', 'url', 'weight'])

/** A title needs a few dozen. The time that reading YAML takes grows with the square of the number of characters. */
const MAX_CHARACTERS = 10_000

const FENCED = /^(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)(?:^|\n)\1[ \t]*(?:\r?\n|$)/

/** A line of dashes may also be a rule above a text. Front matter begins with a key, or has nothing in it. */
const FIRST_KEY = /^(?:\s|#[^\n]*\n)*(?:$|["'[]?[A-Za-z][\w.-]*["'\]]?\s*[:=\]])/

/**
 * Reads what a file says before its text: YAML between lines of `---`, or TOML between lines of `+++`. What is slightly
 * wrong, such as `title: Privacy: how`, is read line by line as one would mean it. Keys that a policy has no place for are
 * named in one note. A file without front matter is one whose text begins at once.
 */
export function readFrontMatter(text: string, locale: string, findings: Findings): FrontMatter {
  const [whole = '', fence, matter = ''] = FENCED.exec(text) ?? []
  if (fence === undefined || !FIRST_KEY.test(matter)) return {end: 0}
  const entries = readEntries(fence, matter)
  const named = new Map(entries.map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]))
  const titleKey = TITLE_KEYS.find((key) => oneLine(named.get(key)) !== undefined)
  const dateKey = DATE_KEYS.find((key) => dateIn(named.get(key), locale) !== undefined)
  const others = entries
    .map(([key]) => key)
    .filter((key) => {
      const name = key.toLowerCase().replace(/[^a-z]/g, '')
      return name !== titleKey && name !== dateKey && !SILENT_KEYS.has(name)
    })
  if (others.length > 0)
    findings.add(
      'note',
      1,
      others.join(', '),
      'The front matter has these besides title and date. A policy has no place for them, and they were left out.',
    )
  const title = titleKey && oneLine(named.get(titleKey))
  const lastUpdated = dateKey && dateIn(named.get(dateKey), locale)
  return {end: whole.length, ...(title && {title}), ...(lastUpdated && {lastUpdated})}
}

type Entry = [key: string, value: unknown]

function readEntries(fence: string, matter: string): Entry[] {
  if (matter.length > MAX_CHARACTERS) return lineByLine(matter)
  if (fence === '+++') {
    try {
      return Object.entries(parseToml(matter))
    } catch {
      return lineByLine(matter)
    }
  }
  const document = parseDocument(matter, {prettyErrors: false, uniqueKeys: false, logLevel: 'silent'})
  if (document.errors.length > 0) return lineByLine(matter)
  const value: unknown = document.toJS({maxAliasCount: 10})
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

/** The keys at the beginning of lines, each with the rest of its line. */
const lineByLine = (matter: string): Entry[] =>
  matter.split(/\r\n|\r|\n/).flatMap((line): Entry[] => {
    const [, key, value = ''] = /^([A-Za-z][\w-]{0,60})\s*[:=]\s*(.*?)\s*$/.exec(line) ?? []
    return key === undefined ? [] : [[key, unquoted(value)]]
  })

const unquoted = (value: string): string => /^(['"])(.*)\1$/.exec(value)?.[2] ?? value

const oneLine = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).replace(/\s+/g, ' ').trim() || undefined
}

/** TOML and YAML have dates of their own; their day is the one that is written, wherever the machine stands. */
function dateIn(value: unknown, locale: string): string | undefined {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10)
  if (typeof value !== 'string') return undefined
  return findDates(value.replace(/T\d.*$/, ''), locale)[0]?.iso
}
