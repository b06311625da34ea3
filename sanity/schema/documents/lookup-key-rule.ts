/** Tells an editor in plain words why a text cannot be a price's lookup key. */
export function validateLookupKey(key: string | undefined): true | string {
  if (!key) return 'Say which price belongs to the plan. Without it, nobody can buy it.'
  if (/^(?:price|prod)_[A-Za-z0-9]{10,}$/.test(key))
    return 'This is the id of a price or product. Use the lookup key, which stays the same when the amount changes.'
  if (!/^[\w-]{1,200}$/.test(key))
    return 'Use letters, digits, dashes and underscores only, exactly as in Stripe, for example "lifetime_access".'
  return true
}
