import type {LakeDocument} from '../../contracts.ts'
import {publishedIdOf} from '../../documents.ts'

/** What documents can be found by without looking at each: their id, type, slug, or the id they are published under. */
export type IndexedAttribute = 'id' | 'type' | 'slug' | 'published'

/** A condition that an index answers: the attribute has one of the values. */
export type Lookup = {attribute: IndexedAttribute; values: readonly string[]}

/** The value that a document is indexed under; undefined when it has none. */
export function indexedValue(document: LakeDocument, attribute: IndexedAttribute): string | undefined {
  switch (attribute) {
    case 'id':
      return document._id
    case 'type':
      return document._type
    case 'published':
      return publishedIdOf(document._id)
    case 'slug':
      return currentSlug(document.slug)
  }
}

function currentSlug(slug: unknown): string | undefined {
  if (typeof slug !== 'object' || slug === null || !('current' in slug)) return undefined
  return typeof slug.current === 'string' ? slug.current : undefined
}
