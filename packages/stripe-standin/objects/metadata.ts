import {invalidRequest} from '../errors.ts'

type MetadataParam = {[name: string]: string | number | null}

/**
 * What metadata is after a call: names given replace, an empty value removes its name, and an empty text in place of the
 * whole removes everything. Limits: https://docs.stripe.com/metadata
 *
 * @throws StripeError 400 beyond 50 names, 40 characters a name or 500 characters a value.
 */
export function mergeMetadata(
  current: Record<string, string> | null,
  given: MetadataParam | '' | null | undefined,
): Record<string, string> {
  if (given === '' || given === null) return {}
  const merged = {...current}
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name.length > 40) throw tooLong('Metadata keys', 40, name)
    if (String(value ?? '').length > 500) throw tooLong('Metadata values', 500, name)
    if (value === '' || value === null) delete merged[name]
    else merged[name] = String(value)
  }
  if (Object.keys(merged).length > 50) {
    throw invalidRequest('Metadata can have up to 50 keys.', {param: 'metadata'})
  }
  return merged
}

function tooLong(what: string, limit: number, name: string) {
  return invalidRequest(`${what} can have up to ${limit} characters.`, {param: `metadata[${name}]`})
}
