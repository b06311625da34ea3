import type {LakeDocument} from '../../contracts.ts'

/** Documents in the order of their ids, which is the order of a query that asks for none. */
export class SortedDocuments {
  readonly #documents: LakeDocument[] = []

  get all(): readonly LakeDocument[] {
    return this.#documents
  }

  /** Adds the document or replaces the one with its id. In order of ids, adding is constant. */
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
