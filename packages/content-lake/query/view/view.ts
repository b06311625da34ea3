import type {LakeDocument} from '../../contracts.ts'
import {type IndexedAttribute, indexedValue, type Lookup} from './lookup.ts'
import type {Overlay} from './overlay.ts'
import {SortedDocuments} from './sorted-documents.ts'

const INDEXED: readonly IndexedAttribute[] = ['type', 'slug', 'published']

/** The documents of a dataset as one perspective shows them, kept up to date document by document, with indexes. */
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
    const slots = new Set<string>()
    for (const id of stored.keys()) {
      const slot = overlay.slot(id)
      if (slot !== undefined) slots.add(slot)
    }
    for (const slot of [...slots].sort()) this.#show(slot)
  }

  /** All documents shown, by id. */
  get documents(): readonly LakeDocument[] {
    return this.#sorted.all
  }

  get(id: string): LakeDocument | undefined {
    return this.#byId.get(id)
  }

  /** Takes up a change of a stored document. */
  refresh(storedId: string): void {
    const slot = this.#overlay.slot(storedId)
    if (slot !== undefined) this.#show(slot)
  }

  /** How many documents a lookup finds, without gathering them. */
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

  #show(slot: string): void {
    const before = this.#byId.get(slot)
    const after = this.#overlay.shown(slot, (id) => this.#stored.get(id))
    for (const [attribute, index] of this.#indexes) {
      const valueBefore = before && indexedValue(before, attribute)
      const valueAfter = after && indexedValue(after, attribute)
      if (valueBefore !== undefined && valueBefore !== valueAfter) removeFrom(index, valueBefore, slot)
      if (after && valueAfter !== undefined) addTo(index, valueAfter, after)
    }
    if (after) {
      this.#byId.set(slot, after)
      this.#sorted.set(after)
    } else if (before) {
      this.#byId.delete(slot)
      this.#sorted.delete(slot)
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
