import {findDates, type WrittenDate} from '#lib/format/dates.ts'
import {type Content, mergeRuns, type Run, type TextContent, textOf} from './content.ts'
import type {Found} from './read-tree.ts'

/** Words that say that the date after them is the one on which the text was last changed, and, where there is none, others. */
const TELLING = [
  /\b(?:last|latest|most recent(?:ly)?)[\s-]+(?:updated?|revised|revision|modified|modification|changed?|amended|amendment|reviewed?|edited)|\b(?:updated|revised|modified|amended|revision)\b/,
  /\b(?:effective|in effect|in force|comes? into force|valid|dated?|as of|version|posted|published|adopted|commencing)\b/,
]

/** What may stand between those words and the date. */
const BETWEEN = /(?:[\s\p{P}|]|\b(?:date|on|as|of|from|since|is|was|at|in|by|the|version)\b)*$/u

const PATTERNS = TELLING.map((words) => new RegExp(`(?:${words.source})${BETWEEN.source}`, 'iu'))

/** A text says from when on it holds where it begins or ends; a date elsewhere is one of those that it speaks of. */
const [FIRST_PARTS, LAST_PARTS] = [8, 3]

type Place = {index: number; date: WrittenDate; isTold: boolean}

/**
 * Finds the date on which a text was last changed, and puts its place into the text instead: the words around it stay as
 * they are written. A line of its own becomes the "Last updated" line.
 *
 * @returns the parts with that place in them, and the date; the parts as they are where there is none
 */
export function takeDate(parts: readonly Found[], locale: string): {parts: Found[]; lastUpdated?: string} {
  const place =
    PATTERNS.map((pattern, rank) => findPlace(parts, locale, pattern, rank)).find(Boolean) ??
    lonelyDate(parts, locale)
  const found = place && parts[place.index]
  const text = found && textPart(found)
  if (!place || !found || !text) return {parts: [...parts]}
  const content = lineOf(text, place) ?? {...text, runs: withDate(text.runs, place.date)}
  const replaced: Found =
    'heading' in found && 'runs' in content ? {...found, heading: content} : {content, line: found.line}
  return {parts: parts.with(place.index, replaced), lastUpdated: place.date.iso}
}

/** The words of a paragraph, heading or item. */
function textPart(part: Found): TextContent | undefined {
  if ('heading' in part) return part.heading
  return 'runs' in part.content ? part.content : undefined
}

function findPlace(
  parts: readonly Found[],
  locale: string,
  pattern: RegExp,
  rank: number,
): Place | undefined {
  for (const [index, part] of parts.entries()) {
    if (rank > 0 && index >= FIRST_PARTS && index < parts.length - LAST_PARTS) continue
    const words = textOf(textPart(part)?.runs ?? [])
    for (const date of findDates(words, locale))
      if (pattern.test(words.slice(0, date.start))) return {index, date, isTold: true}
  }
  return undefined
}

/** A date that is all of a paragraph near the beginning. */
function lonelyDate(parts: readonly Found[], locale: string): Place | undefined {
  for (const [index, part] of parts.slice(0, FIRST_PARTS).entries()) {
    const words = textOf(textPart(part)?.runs ?? [])
    const [date] = findDates(words, locale)
    if (date && date.start === 0 && date.end === words.length) return {index, date, isTold: false}
  }
  return undefined
}

const MAX_LABEL_CHARACTERS = 80

/** A line that is a label and the date, which the page sets in a way of its own. */
function lineOf({runs, listItem, style, anchors}: TextContent, {date}: Place): Content | undefined {
  const words = textOf(runs)
  const label = words.slice(0, date.start).trim()
  const isPlain = runs.every(({href, decorators}) => href === undefined && !decorators.includes('code'))
  if (
    !isPlain ||
    anchors ||
    listItem !== undefined ||
    style === 'blockquote' ||
    date.end < words.trimEnd().length
  )
    return undefined
  if (label === '' || label.length > MAX_LABEL_CHARACTERS || label.includes('\n')) return undefined
  return {label, ...(date.format !== 'MM/DD/YYYY' && {format: date.format})}
}

/** Runs with the place of the date where it is written. */
function withDate(runs: readonly Run[], {start, end, format}: WrittenDate): Run[] {
  const cut: Run[] = []
  let at = 0
  for (const run of runs) {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, run.text.length)]
    const holds = from < to
    cut.push({...run, text: holds ? run.text.slice(0, from) : run.text})
    if (holds && at + from === start) cut.push({text: '', decorators: [], date: format})
    if (holds) cut.push({...run, text: run.text.slice(to)})
    at += run.text.length
  }
  return mergeRuns(cut)
}
