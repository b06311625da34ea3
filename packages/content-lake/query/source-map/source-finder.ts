import {isHidden, type Mark} from './instrument.ts'
import type {Origin, Origins} from './origins.ts'

/** An object of a result. */
export type Container = Record<string, unknown>

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

export function isContainer(value: unknown): value is Container {
  return isObject(value) && !Array.isArray(value)
}

/** Finds where primitive values come from, by the objects that an instrumented query brought along. */
export class SourceFinder {
  readonly #marks: ReadonlyMap<string, Mark>
  readonly #origins: Origins

  constructor(marks: ReadonlyMap<string, Mark>, origins: Origins) {
    this.#marks = marks
    this.#origins = origins
  }

  /** Makes the documents known that an object brought along. */
  meet(container: Container): void {
    for (const [attribute, value] of Object.entries(container)) {
      if (!isHidden(attribute)) continue
      for (const holder of Array.isArray(value) ? value : [value]) this.#origins.of(holder)
    }
  }

  /** The origin of a value under a key of an object that the query made. What is written last wins, as in the object. */
  ofAttribute(container: Container, key: string, value: unknown): Origin | undefined {
    const marked = this.#markedIn(container)
    for (const [mark, holder] of marked) {
      if (mark.kind !== 'carrier' || mark.attribute !== key || mark.each) continue
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
      if (mark.kind !== 'carrier' || mark.attribute !== key || !mark.each || !Array.isArray(holders)) continue
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

  /** The origin of a holder's part, provided that the part is the value. */
  #ofPart(holder: unknown, key: string | number, value: unknown): Origin | undefined {
    if (Array.isArray(holder)) {
      const index = typeof key === 'number' && key < 0 ? holder.length + key : key
      return typeof index === 'number' && holder[index] === value
        ? this.#origins.ofPart(holder, index)
        : undefined
    }
    if (!isContainer(holder) || holder[key] !== value) return undefined
    return this.#origins.ofPart(holder, key) ?? this.ofAttribute(holder, String(key), value)
  }
}
