import {parseUsDate} from '#lib/format/us-date.ts'
import {type MarkerContent, type Run, textOf} from './content.ts'

/** A "Last Updated" line: its place and words, and its date as an ISO date, or the text that is not one. */
export type LastUpdated = {marker: MarkerContent; date: string | undefined; written: string}

/**
 * Reads a paragraph such as "Last Updated: 11/09/2025" (US order); gives nothing for any other paragraph.
 *
 * Leading zeros are required, because the page writes the date with them and must read as the file does.
 */
export function readLastUpdated(runs: readonly Run[]): LastUpdated | undefined {
  const match = /^(last updated:)\s*(.*)$/is.exec(textOf(runs).trim())
  if (!match) return undefined
  const [, label = '', written = ''] = match
  return {marker: {label}, date: parseUsDate(written), written}
}
