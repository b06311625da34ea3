import {MAX_SLUG_CHARACTERS} from '#lib/links/document-path.ts'

/** Addresses below /checkout/ that the site answers itself. */
const RESERVED: ReadonlySet<string> = new Set(['thanks'])

/** Tells an editor in plain words why a plan cannot be bought at an address. */
export function validatePlanSlug(slug: {current?: string} | undefined): true | string {
  const address = slug?.current
  if (!address) return 'Give the plan an address. "Generate" makes one from the name.'
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(address))
    return 'Use small letters, digits and single dashes only, for example "lifetime-access".'
  if (address.length > MAX_SLUG_CHARACTERS) return `Use at most ${MAX_SLUG_CHARACTERS} characters.`
  if (RESERVED.has(address)) return `The site uses /checkout/${address} itself. Choose another address.`
  return true
}
