import type {LakeDocument} from '../contracts.ts'
import {isPlainObject} from '../documents.ts'
import {isHidden, type Mark, RESULT} from './instrument.ts'
import type {View} from './view.ts'

/**
 * Where the parts of a result come from, in the hosted API's form.
 *
 * @see https://www.sanity.io/docs/visual-editing/content-source-maps
 */
export type ContentSourceMap = {
  documents: {_id: string; _type: string}[]
  /** JSON paths into documents, with keys of array items where they have one. */
  paths: string[]
  /** From JSON paths into the result, with indexes. */
  mappings: Record<string, SourceMapping>
}

type SourceMapping = {
  type: 'value'
  source: {type: 'documentValue'; document: number; path: number}
}

/** Finds the origin of the value that is visited, or of an item of it when it is an array. */
type Finder = {
  own(value: unknown): Origin | undefined
  item(value: unknown, index: number): Origin | undefined
}

/**
 * Derives the source map of a result from the answer of an instrumented query. A mapping is only written where the value
 * in the document is the value in the result.
 */
export function sourceMapOf(
  answer: unknown,
  marks: ReadonlyMap<string, Mark>,
  origins: Origins,
): ContentSourceMap {
  const table = new SourceTable()
  const finder = new SourceFinder(marks, origins)

  const visit = (value: unknown, path: string, find: Finder): void => {
    if (typeof value !== 'object' || value === null) {
      const origin = value === null ? undefined : find.own(value)
      if (origin) table.write(path, origin)
      return
    }
    const isPartOfDocument = origins.of(value) !== undefined
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const origin = () => (isPartOfDocument ? origins.ofPart(value, index) : find.item(item, index))
        visit(item, path + step(index), {own: origin, item: noOrigin})
      }
    } else if (isPartOfDocument) {
      for (const [key, part] of Object.entries(value)) {
        visit(part, path + step(key), {own: () => origins.ofPart(value, key), item: noOrigin})
      }
    } else if (isPlainObject(value)) {
      finder.learnDocuments(value)
      for (const [key, part] of Object.entries(value)) {
        if (!isHidden(key)) visit(part, path + step(key), attributeFinder(finder, value, key))
      }
    }
  }

  if (isPlainObject(answer)) {
    finder.learnDocuments(answer)
    visit(answer[RESULT], '$', attributeFinder(finder, answer, RESULT))
  }
  return table.map
}

function attributeFinder(finder: SourceFinder, container: Record<string, unknown>, key: string): Finder {
  return {
    own: (value) => finder.ofAttribute(container, key, value),
    item: (value, index) => finder.ofItem(container, key, index, value),
  }
}

function noOrigin(): undefined {
  return undefined
}

/** Builds a source map, in which every document and path is listed once. */
class SourceTable {
  readonly map: ContentSourceMap = {documents: [], paths: [], mappings: {}}
  readonly #documents = new Map<string, number>()
  readonly #paths = new Map<string, number>()

  write(resultPath: string, {documentId, documentType, path}: Origin): void {
    const document = this.#documents.get(documentId) ?? this.map.documents.length
    if (document === this.map.documents.length)
      this.map.documents.push({_id: documentId, _type: documentType})
    this.#documents.set(documentId, document)
    const place = this.#paths.get(path) ?? this.map.paths.length
    if (place === this.map.paths.length) this.map.paths.push(path)
    this.#paths.set(path, place)
    this.map.mappings[resultPath] = {type: 'value', source: {type: 'documentValue', document, path: place}}
  }
}

/** An object that the query made, with its hidden attributes. */
type Container = Record<string, unknown>

/** Finds the origins of primitive values through the hidden attributes of the objects that they are in. */
class SourceFinder {
  readonly #marks: ReadonlyMap<string, Mark>
  readonly #origins: Origins

  constructor(marks: ReadonlyMap<string, Mark>, origins: Origins) {
    this.#marks = marks
    this.#origins = origins
  }

  /** Takes note of the documents in an object's hidden attributes. */
  learnDocuments(container: Container): void {
    for (const [attribute, value] of Object.entries(container)) {
      if (!isHidden(attribute)) continue
      for (const holder of Array.isArray(value) ? value : [value]) this.#origins.of(holder)
    }
  }

  /** The origin of a value under a key of an object that the query made. The last of several holders wins, as in the object. */
  ofAttribute(container: Container, key: string, value: unknown): Origin | undefined {
    const marked = this.#markedIn(container)
    for (const [mark, holder] of marked) {
      if (mark.kind !== 'holder' || mark.attribute !== key || mark.each) continue
      const origin = this.#ofPart(holder, mark.key, value)
      if (origin) return origin
    }
    for (const [mark, holder] of marked) {
      const origin = mark.kind === 'spread' ? this.#ofPart(holder, key, value) : undefined
      if (origin) return origin
    }
    return undefined
  }

  /** The origin of an item of an array that the query made under a key of an object. */
  ofItem(container: Container, key: string, index: number, value: unknown): Origin | undefined {
    for (const [mark, holders] of this.#markedIn(container)) {
      if (mark.kind !== 'holder' || mark.attribute !== key || !mark.each || !Array.isArray(holders)) continue
      const origin = this.#ofPart(holders[index], mark.key, value)
      if (origin) return origin
    }
    return undefined
  }

  #markedIn(container: Container): [Mark, unknown][] {
    return Object.entries(container)
      .reverse()
      .flatMap(([attribute, holder]) => {
        const mark = this.#marks.get(attribute)
        return mark ? [[mark, holder]] : []
      })
  }

  /** The origin of a part of a holder, provided that the part is the value. */
  #ofPart(holder: unknown, key: string | number, value: unknown): Origin | undefined {
    if (Array.isArray(holder)) {
      const index = typeof key === 'number' && key < 0 ? holder.length + key : key
      return typeof index === 'number' && holder[index] === value
        ? this.#origins.ofPart(holder, index)
        : undefined
    }
    if (!isPlainObject(holder) || holder[key] !== value) return undefined
    return this.#origins.ofPart(holder, key) ?? this.ofAttribute(holder, String(key), value)
  }
}

/** A place in a stored document. */
type Origin = {documentId: string; documentType: string; path: string}

/**
 * Finds the origin of an object or array by identity: the evaluator passes parts of documents on without copying them. A
 * document's parts are known once the document itself has been looked up.
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

const ESCAPES: Record<string, string> = {
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  '\\': '\\\\',
}

function escapeKey(key: string): string {
  return key.replace(/[\f\n\r\t'\\]/g, (character) => ESCAPES[character] ?? character)
}

/** The step of a JSON path to an attribute or to an item by its place. */
function step(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `['${escapeKey(key)}']`
}

/** The step of a JSON path to an item of an array: by its `_key` if it has one, by its place otherwise. */
function itemStep(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null || !('_key' in item)) return step(index)
  return typeof item._key === 'string' ? `[?(@._key=='${escapeKey(item._key)}')]` : step(index)
}
