import type {LakeDocument, Perspective} from '../contracts.ts'
import {idInLayer, isMarkedForUnpublishing, isPublishedId, publishedIdOf, releaseOf} from '../documents.ts'

/** A document's id and its new state; null when it was deleted. */
export type DocumentChange = [id: string, document: LakeDocument | null]

/** A worker's own copy of a dataset, with a view for each perspective that was asked for lately. */
export class DatasetCopy {
  readonly #documents = new Map<string, LakeDocument>()
  readonly #views = new Map<string, View>()
  readonly #maxViews: number

  /** @param maxViews - How many views are kept up to date; beyond that the least recently used is dropped. */
  constructor(documents: Iterable<LakeDocument> = [], maxViews = 8) {
    for (const document of documents) this.#documents.set(document._id, document)
    this.#maxViews = maxViews
  }

  apply(changes: readonly DocumentChange[]): void {
    for (const [id, document] of changes) {
      if (document) this.#documents.set(id, document)
      else this.#documents.delete(id)
      for (const view of this.#views.values()) view.refresh(id)
    }
  }

  view(perspective: Perspective, anonymous: boolean): View {
    const key = JSON.stringify([perspective, anonymous])
    const view = this.#views.get(key) ?? new View(overlayOf(perspective, anonymous), this.#documents)
    this.#views.delete(key)
    this.#views.set(key, view)
    const [oldest] = this.#views.keys()
    if (this.#views.size > this.#maxViews && oldest !== undefined) this.#views.delete(oldest)
    return view
  }
}

const INDEXED: readonly IndexedAttribute[] = ['type', 'slug', 'published']

/** The documents of a dataset as one perspective shows them, indexed, and kept up to date document by document. */
export class View {
  readonly #overlay: Overlay
  readonly #stored: ReadonlyMap<string, LakeDocument>
  readonly #sorted = new SortedDocuments()
  readonly #byId = new Map<string, LakeDocument>()
  readonly #indexes = new Map<IndexedAttribute, Map<string, SortedDocuments>>(
    INDEXED.map((attribute) => [attribute, new Map()]),
  )

  constructor(overlay: Overlay, stored: ReadonlyMap<string, LakeDocument>) {
    this.#overlay = overlay
    this.#stored = stored
    const visibleIds = new Set<string>()
    for (const id of stored.keys()) {
      const visibleId = overlay.visibleId(id)
      if (visibleId !== undefined) visibleIds.add(visibleId)
    }
    for (const visibleId of [...visibleIds].sort()) this.#show(visibleId)
  }

  /** All documents shown, by id. */
  get documents(): readonly LakeDocument[] {
    return this.#sorted.all
  }

  get(id: string): LakeDocument | undefined {
    return this.#byId.get(id)
  }

  /** Applies a change of a stored document. */
  refresh(storedId: string): void {
    const visibleId = this.#overlay.visibleId(storedId)
    if (visibleId !== undefined) this.#show(visibleId)
  }

  /** How many documents a lookup finds. */
  count(lookup: Lookup): number {
    return lookup.values.reduce((sum, value) => sum + this.#bucket(lookup.attribute, value).length, 0)
  }

  /** The documents that a lookup finds, by id. Its values must be distinct. */
  find(lookup: Lookup): readonly LakeDocument[] {
    const [only, ...others] = lookup.values.map((value) => this.#bucket(lookup.attribute, value))
    if (!only || others.length === 0) return only ?? []
    return [only, ...others].flat().sort((a, b) => (a._id < b._id ? -1 : 1))
  }

  #bucket(attribute: IndexedAttribute, value: string): readonly LakeDocument[] {
    if (attribute !== 'id') return this.#indexes.get(attribute)?.get(value)?.all ?? []
    const document = this.#byId.get(value)
    return document ? [document] : []
  }

  #show(visibleId: string): void {
    const before = this.#byId.get(visibleId)
    const after = this.#overlay.shown(visibleId, (id) => this.#stored.get(id))
    for (const [attribute, index] of this.#indexes) {
      const valueBefore = before && indexedValue(before, attribute)
      const valueAfter = after && indexedValue(after, attribute)
      if (valueBefore !== undefined && valueBefore !== valueAfter) removeFrom(index, valueBefore, visibleId)
      if (after && valueAfter !== undefined) addTo(index, valueAfter, after)
    }
    if (after) {
      this.#byId.set(visibleId, after)
      this.#sorted.set(after)
    } else if (before) {
      this.#byId.delete(visibleId)
      this.#sorted.delete(visibleId)
    }
  }
}

function addTo(index: Map<string, SortedDocuments>, value: string, document: LakeDocument): void {
  const bucket = index.get(value) ?? new SortedDocuments()
  bucket.set(document)
  index.set(value, bucket)
}

function removeFrom(index: Map<string, SortedDocuments>, value: string, id: string): void {
  const bucket = index.get(value)
  bucket?.delete(id)
  if (bucket?.all.length === 0) index.delete(value)
}

type ReadDocument = (id: string) => LakeDocument | undefined

/** How a perspective turns the stored documents into those that a reader sees. */
type Overlay = {
  /** The id under which a reader may see the stored document; undefined when the perspective never shows it. */
  visibleId(storedId: string): string | undefined
  /** The document that a reader sees under an id. */
  shown(visibleId: string, read: ReadDocument): LakeDocument | undefined
}

/**
 * The overlay of a perspective. Anonymous readers are shown what the perspective makes of the public documents only:
 * those whose id has no dot, so neither drafts nor releases nor anything below a path.
 *
 * @see https://www.sanity.io/docs/content-lake/perspectives
 */
function overlayOf(perspective: Perspective, anonymous: boolean): Overlay {
  const overlay = Array.isArray(perspective) ? stacked(perspective) : flat(perspective)
  return anonymous ? publicOnly(overlay) : overlay
}

function flat(perspective: Exclude<Perspective, string[]>): Overlay {
  const isVisible = {
    raw: () => true,
    rawWithoutVersions: (id: string) => releaseOf(id) === undefined,
    published: isPublishedId,
  }[perspective]
  return {
    visibleId: (id) => (isVisible(id) ? id : undefined),
    shown: (visibleId, read) => read(visibleId),
  }
}

function stacked(layers: string[]): Overlay {
  const order = [...layers.filter((layer) => layer !== 'published'), 'published']
  return {
    visibleId: (id) => publishedIdOf(id),
    shown(visibleId, read) {
      for (const layer of order) {
        const document = read(idInLayer(layer, visibleId))
        if (document) return isMarkedForUnpublishing(document) ? undefined : original(document, visibleId)
      }
      return undefined
    },
  }
}

function original(document: LakeDocument, visibleId: string): LakeDocument {
  return {...document, _id: visibleId, _originalId: document._id}
}

function publicOnly(overlay: Overlay): Overlay {
  const isPublic = (id: string) => !id.includes('.')
  return {
    visibleId: (id) => (isPublic(id) ? overlay.visibleId(id) : undefined),
    shown: (visibleId, read) => overlay.shown(visibleId, (id) => (isPublic(id) ? read(id) : undefined)),
  }
}

/** Attributes with an index; `published` is the id that a document is published under. */
export type IndexedAttribute = 'id' | 'type' | 'slug' | 'published'

/** A condition that an index answers: the attribute has one of the values. */
export type Lookup = {attribute: IndexedAttribute; values: readonly string[]}

/** The value that a document is indexed under; undefined when it has none. */
function indexedValue(document: LakeDocument, attribute: IndexedAttribute): string | undefined {
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

/** Documents in the order of their ids, which is the order of a query that asks for none. */
class SortedDocuments {
  readonly #documents: LakeDocument[] = []

  get all(): readonly LakeDocument[] {
    return this.#documents
  }

  /** Adds the document or replaces the one with its id. Adding at the end takes constant time. */
  set(document: LakeDocument): void {
    const place = this.#place(document._id)
    this.#documents.splice(place, this.#documents[place]?._id === document._id ? 1 : 0, document)
  }

  delete(id: string): void {
    const place = this.#place(id)
    if (this.#documents[place]?._id === id) this.#documents.splice(place, 1)
  }

  /** The index of the first document whose id is not before the given one. */
  #place(id: string): number {
    let low = 0
    let high = this.#documents.length
    const last = this.#documents.at(-1)
    if (last && last._id < id) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      const document = this.#documents[middle]
      if (document && document._id < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
