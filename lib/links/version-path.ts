/**
 * Where the versions of a policy are: `/privacy/versions` for the list, `/privacy/versions/3` for one.
 *
 * @param slug of the policy: `privacy`
 */
export const versionPath = (slug: string, number?: number): string =>
  `/${slug}/versions${number === undefined ? '' : `/${number}`}`

/** Where two versions are compared, the earlier one first whichever is named first: `/privacy/versions/compare/2/3`. */
export const comparisonPath = (slug: string, one: number, other: number): string =>
  `/${slug}/versions/compare/${Math.min(one, other)}/${Math.max(one, other)}`

/** The feed of a policy's versions (Atom, RFC 4287). */
export const feedPath = (slug: string): string => `/${slug}/versions.atom`

/** A version as an address names it; nothing for what is no number that a version can have. */
export function versionNumber(text: string): number | undefined {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined
}
