import type {LakeDocument} from '../../contracts.ts'
import type {View} from '../view/view.ts'
import {itemStep, step} from './json-path.ts'

/** A place in a stored document. */
export type Origin = {documentId: string; documentType: string; path: string}

/**
 * Finds where an object or array comes from by what it is, not by what it equals: the evaluator passes parts of
 * documents on as they are. A document's parts are known once the document itself has been looked up.
 */
export class Origins {
  readonly #view: View
  readonly #known = new WeakMap<object, Origin>()

  constructor(view: View) {
    this.#view = view
  }

  of(value: unknown): Origin | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    const known = this.#known.get(value)
    if (known || !('_id' in value) || typeof value._id !== 'string') return known
    const document = this.#view.get(value._id)
    if (document !== value) return undefined
    this.#learn(document, originOf(document))
    return this.#known.get(document)
  }

  /** The origin of an attribute, or of an item, of an object or array that is itself part of a document. */
  ofPart(holder: unknown, key: string | number): Origin | undefined {
    const origin = this.of(holder)
    if (!origin) return undefined
    const last = Array.isArray(holder) && typeof key === 'number' ? itemStep(holder[key], key) : step(key)
    return {...origin, path: origin.path + last}
  }

  #learn(value: unknown, origin: Origin): void {
    if (typeof value !== 'object' || value === null) return
    this.#known.set(value, origin)
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        this.#learn(item, {...origin, path: origin.path + itemStep(item, index)})
      }
    } else {
      for (const [key, part] of Object.entries(value)) {
        this.#learn(part, {...origin, path: origin.path + step(key)})
      }
    }
  }
}

function originOf({_id: id, _originalId: original, _type: type}: LakeDocument): Origin {
  return {documentId: typeof original === 'string' ? original : id, documentType: type, path: '$'}
}
