/**
 * Whether the reader holds what carries this tag.
 *
 * @param held the header `If-None-Match`
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.if-none-match
 */
export function matchesTag(held: string | undefined, tag: string): boolean {
  if (held === undefined) return false
  if (held === tag || held.trim() === '*') return true
  return held.split(',').some((entry) => entry.trim().replace(/^W\//, '') === tag)
}
