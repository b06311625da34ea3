import type {Element} from 'hast'
import {defaultNumbering, markerNumber, NUMBERINGS, type Numbering} from '#lib/format/lists.ts'
import type {Context} from './read-inline.ts'

/** How lists are counted, by the `type` of their elements. */
export const NUMBERING_TYPES: Readonly<Record<string, Numbering>> = {
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
}

/** The numbers of a list's items as they are written. Markdown lets all be the same, and counts then too. */
export function itemNumbers(list: Element, items: readonly Element[], {source}: Context): number[] {
  const start = Number(list.properties.start ?? 1)
  const written = items.map(({position, properties}) => {
    const value = Number(properties.value)
    if (Number.isInteger(value)) return value
    const offset = position?.start.offset
    return offset === undefined ? Number.NaN : Number.parseInt(source.slice(offset, offset + 12), 10)
  })
  const areCounted = written.every((number) => number === written[0])
  const numbers: number[] = []
  for (const [index, number] of written.entries()) {
    const next = index === 0 ? start : (numbers[index - 1] ?? 0) + 1
    numbers.push(areCounted || Number.isNaN(number) ? next : number)
  }
  return numbers
}

const MARKED_ITEM = /^[-*+][ \t]+([a-zA-Z]{1,8})\.[ \t]/

/**
 * Markdown counts with digits alone, so the twin writes an item that is counted with a letter as one with a bullet and the
 * letter: `- a. words`. Where all items of a list say the letters in their order, that is what they are.
 */
export function letters(items: readonly Element[], level: number, {source}: Context) {
  const markers = items.map(({position}) => {
    const offset = position?.start.offset
    return offset === undefined ? undefined : MARKED_ITEM.exec(source.slice(offset, offset + 40))?.[1]
  })
  if (items.length === 0 || markers.includes(undefined)) return undefined
  const [first = ''] = markers
  const usual = defaultNumbering(level)
  const roman = NUMBERINGS.filter((name) => name.endsWith('roman'))
  const others = NUMBERINGS.filter((name) => name.endsWith('alpha'))
  const order = [usual, ...(/^[ivx]/i.test(first) ? [...roman, ...others] : [...others, ...roman])]
  for (const numbering of order) {
    if (numbering === 'decimal') continue
    const numbers = markers.map((marker) => markerNumber(numbering, marker ?? ''))
    if (numbers.some((number, index) => number === undefined || number !== (numbers[0] ?? 0) + index))
      continue
    for (const item of items) takeMarker(item)
    return {numbering, numbers: numbers.map((number) => number ?? 1)}
  }
  return undefined
}

/** Takes the letter away from the first words of an item. */
function takeMarker(node: Element): void {
  for (const child of node.children) {
    if (child.type === 'text' && child.value.trim() !== '') {
      child.value = child.value.replace(/^\s*[a-zA-Z]{1,8}\.\s+/, '')
      return
    }
    if (child.type === 'element') {
      takeMarker(child)
      return
    }
  }
}
