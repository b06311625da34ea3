import type {Order} from '../db/schema.ts'
import {readVersionReference} from '../format/policy-version.ts'
import {versionPath} from '../links/paths.ts'

/** A text that an order was made under, as it was then. */
export type AgreedText = {
  /** `The terms`, `The privacy policy`. */
  name: string
  number: number
  /** SHA-256 of the text. */
  hash: string
  /** The page of that very version. */
  path: string
}

/** The very texts that the buyer of an order agreed to; none for orders from before the site kept versions. */
export function agreedTexts({
  termsVersion,
  policyVersion,
}: Pick<Order, 'termsVersion' | 'policyVersion'>): AgreedText[] {
  const texts = [
    {name: 'The terms', slug: 'terms', reference: termsVersion},
    {name: 'The privacy policy', slug: 'privacy', reference: policyVersion},
  ]
  return texts.flatMap(({name, slug, reference}) => {
    const version = readVersionReference(reference)
    return version
      ? [{name, number: version.number, hash: version.hash, path: versionPath(slug, version.number)}]
      : []
  })
}
