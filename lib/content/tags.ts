import type {ContentChange} from './change.ts'

/**
 * The tag of whatever shows the address of a document it is not made of, such as a menu that links to a policy.
 * Expired only when an address comes, goes or changes, so that an edit of one text does not expire every page.
 */
export const ADDRESSES_TAG = 'addresses'

/** The tag of whatever is made of this one document, or of all documents of the type when no slug is given. */
export function contentTag(type: string, slug?: string): string {
  return slug === undefined ? type : `${type}:${slug}`
}

/** The tags that a change expires: the type, and type and slug for the slug before and after. */
export function tagsOfChange({
  _type,
  slug,
  slugBefore,
}: Pick<ContentChange, '_type' | 'slug' | 'slugBefore'>): string[] {
  const slugs = [slug, slugBefore].filter((value) => typeof value === 'string')
  // A sender that leaves `slugBefore` out says nothing about a rename; one that sends null says there was no slug.
  // A redirect only starts at its path: nothing links to it.
  const moved = _type !== 'redirect' && slugBefore !== undefined && (slug ?? null) !== slugBefore
  const tags = [
    contentTag(_type),
    ...slugs.map((value) => contentTag(_type, value)),
    ...(moved ? [ADDRESSES_TAG] : []),
  ]
  return [...new Set(tags)]
}
