/** The fields whose values differ, as they were: an event's `previous_attributes`. */
export function previousValues(before: object, after: object): Record<string, unknown> {
  const now = new Map(Object.entries(after))
  return Object.fromEntries(
    Object.entries(before).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(now.get(field)),
    ),
  )
}
