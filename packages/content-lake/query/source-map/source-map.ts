import {isHidden, type Mark, RESULT} from './instrument.ts'
import {step} from './json-path.ts'
import type {Origin, Origins} from './origins.ts'
import {isContainer, isObject, SourceFinder} from './source-finder.ts'
import type {ContentSourceMap} from './types.ts'

/** How the value that is being visited, or an item of it, would be found if it is primitive. */
type Finder = {
  own(value: unknown): Origin | undefined
  item(value: unknown, index: number): Origin | undefined
}

/**
 * Derives the source map of a result from what an instrumented query answered. A mapping is written only where the value
 * at the place it names is the value in the result.
 */
export function sourceMapOf(
  answer: unknown,
  marks: ReadonlyMap<string, Mark>,
  origins: Origins,
): ContentSourceMap {
  const table = new SourceTable()
  const finder = new SourceFinder(marks, origins)

  const visit = (value: unknown, path: string, find: Finder): void => {
    if (!isObject(value)) {
      const origin = value === null ? undefined : find.own(value)
      if (origin) table.write(path, origin)
      return
    }
    const isPartOfDocument = origins.of(value) !== undefined
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const origin = () => (isPartOfDocument ? origins.ofPart(value, index) : find.item(item, index))
        visit(item, path + step(index), {own: origin, item: nowhere})
      }
    } else if (isPartOfDocument) {
      for (const [key, part] of Object.entries(value)) {
        visit(part, path + step(key), {own: () => origins.ofPart(value, key), item: nowhere})
      }
    } else if (isContainer(value)) {
      finder.meet(value)
      for (const [key, part] of Object.entries(value)) {
        if (!isHidden(key)) visit(part, path + step(key), attributeFinder(finder, value, key))
      }
    }
  }

  if (isContainer(answer)) {
    finder.meet(answer)
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

function nowhere(): undefined {
  return undefined
}

/** A source map in the making; documents and paths are written once each. */
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
