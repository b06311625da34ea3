import type {LakeDocument, Perspective} from '../../contracts.ts'
import {overlayOf} from './overlay.ts'
import {View} from './view.ts'

/** A document's id and what it has become; null when it is gone. */
export type DocumentChange = [id: string, document: LakeDocument | null]

/** A worker's own copy of a dataset, and the perspectives it has been asked for. */
export class DatasetCopy {
  readonly #documents = new Map<string, LakeDocument>()
  readonly #views = new Map<string, View>()
  readonly #maxViews: number

  /** `maxViews` bounds the perspectives kept up to date; the one unused for longest is dropped. */
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
