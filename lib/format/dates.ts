/** A date as an ISO calendar date (`2025-11-09`) or, when it does not exist in the calendar, nothing. */
export function isoDate(year: number, month: number, day: number): string | undefined {
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

/** Where the business keeps its clock until the site settings say. */
export const USUAL_TIME_ZONE = 'America/New_York'
