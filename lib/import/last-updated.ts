import {parseUsDate} from '#lib/format/dates.ts'
import {type MarkerContent, type Run, textOf} from './content.ts'

/**
 * A "Last Updated" line: its place and words, its date as an ISO date, or the text that is not one, and whether it is
 * marked as something that its own look cannot show. The page sets the words bold, so bold is no such mark.
 */
export type LastUpdated = {
  marker: MarkerContent
  date: string | undefined
  written: string
  losesMarks: boolean
}

/**
 * Reads a paragraph such as "Last Updated: 11/09/2025" (US order); gives nothing for any other paragraph.
 *
 * Leading zeros are required, because the page writes the date with them and must read as the file does.
 */
export function readLastUpdated(runs: readonly Run[]): LastUpdated | undefined {
  const match = /^(last updated:)\s*(.*)$/is.exec(textOf(runs).trim())
  if (!match) return undefined
  const [, label = '', written = ''] = match
  const losesMarks = runs.some(
    ({decorators, href}) => href !== undefined || decorators.some((mark) => mark !== 'strong'),
  )
  return {marker: {label}, date: parseUsDate(written), written, losesMarks}
}
