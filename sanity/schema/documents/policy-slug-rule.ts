import {isReservedPath, MAX_SLUG_CHARACTERS} from '#lib/links/document-path.ts'

/** Tells an editor in plain words why a policy cannot stand at an address. */
export function validatePolicySlug(slug: {current?: string} | undefined): true | string {
  const address = slug?.current
  if (!address) return 'Give the policy an address. "Generate" makes one from the title.'
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(address))
    return 'Use small letters, digits and single dashes only, for example "privacy" or "terms-of-service".'
  if (address.length > MAX_SLUG_CHARACTERS) return `Use at most ${MAX_SLUG_CHARACTERS} characters.`
  if (isReservedPath(address)) return `The site uses /${address} itself. Choose another address.`
  return true
}
