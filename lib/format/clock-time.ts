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
