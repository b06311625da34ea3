type ListMember = {listItem?: string | null | undefined; level?: number | null | undefined}

/** The `listItem` of what goes on inside the item before it: a further paragraph, a quotation. */
export const CONTINUED = 'continued'

/**
 * The members of a text with the levels of its list items as they can be nested: the first item of a list is at level 1,
 * an item below another is one level deeper however many levels were skipped, and an item that comes back out joins the
 * nearest list that is no deeper. `1, 3, 2, 1` becomes `1, 2, 2, 1`, and `3, 2, 1` becomes `1, 1, 1`.
 *
 * A member that goes on inside an item has the level of that item: a block with the `listItem` `continued`, or a table or
 * the like with a level. Where there is no item before it, it stands by itself. Any other member ends the list. An item whose
 * level is no whole number from 1 counts as rounded down, and as level 1 below that.
 */
export function withListLevels<Member extends object>(
  members: readonly (Member & ListMember)[],
): (Member & ListMember)[] {
  /** The levels, as written, of the lists that the next item may continue, outermost first. */
  let open: number[] = []
  return members.map((member) => {
    const goesOn = member.listItem === CONTINUED || (!member.listItem && isLevel(member.level))
    if (!member.listItem && !goesOn) {
      open = []
      return member
    }
    const written = writtenLevel(member.level)
    if (goesOn) {
      if (open.length === 0) return {...member, listItem: undefined, level: undefined}
      open = open.filter((level, index) => index === 0 || level <= written)
    } else {
      open = open.filter((level) => level <= written)
      if (open.at(-1) !== written) open.push(written)
    }
    return member.level === open.length ? member : {...member, level: open.length}
  })
}

const isLevel = (level: number | null | undefined): boolean => typeof level === 'number' && level > 0

function writtenLevel(level: number | null | undefined): number {
  return typeof level === 'number' && level >= 1 ? Math.floor(level) : 1
}

/** How the items of a numbered list are counted; the names are those of CSS (Counter Styles Level 3, §6.1). */
export const NUMBERINGS = ['decimal', 'lower-alpha', 'lower-roman', 'upper-alpha', 'upper-roman'] as const

export type Numbering = (typeof NUMBERINGS)[number]

/** Neighbouring items of one kind at one level. */
export type List<Member> = {
  listItem: string
  level: number
  numbering: Numbering
  /** Whether the items are part of a quotation; others are no list together with them. */
  isQuoted: boolean
  items: ListEntry<Member>[]
}

export type ListEntry<Member> = {
  item: Member
  /** From 1, or from what the first item says. */
  number: number
  /** What goes on inside the item, in order. */
  inside: (Member | List<Member>)[]
}

/** Tells a list from the other things inside an item. */
export const isList = <Member extends object>(inside: Member | List<Member>): inside is List<Member> =>
  'items' in inside && 'numbering' in inside

type Nestable = {
  listItem?: string
  level?: number
  numbering?: Numbering | undefined
  itemNumber?: number | undefined
  style?: string
}

/**
 * Neighbouring list items and what goes on inside them, at levels without gaps, as the lists that they make. An item of
 * another kind, or counted in another way, begins a list of its own at the same place.
 */
export function nestLists<Member extends object>(members: readonly (Member & Nestable)[]): List<Member>[] {
  const top: (Member | List<Member>)[] = []
  /** The lists that the last item is in, outermost first. */
  let open: List<Member>[] = []
  for (const member of members) {
    const {listItem, level = 1} = member
    if (listItem === undefined || listItem === CONTINUED) {
      open = open.slice(0, level)
      open.at(-1)?.items.at(-1)?.inside.push(member)
      continue
    }
    open = open.slice(0, level)
    const numbering = member.numbering ?? defaultNumbering(level)
    const siblings = open[level - 2]?.items.at(-1)?.inside ?? top
    const last = open[level - 1]
    const isQuoted = member.style === 'blockquote'
    const continues =
      last?.listItem === listItem &&
      last.numbering === numbering &&
      last.isQuoted === isQuoted &&
      siblings.at(-1) === last
    const list = continues ? last : {listItem, level, numbering, isQuoted, items: []}
    if (!continues) {
      siblings.push(list)
      open[level - 1] = list
    }
    const number = member.itemNumber ?? (list.items.at(-1)?.number ?? 0) + 1
    list.items.push({item: member, number, inside: []})
  }
  return top.filter(isList)
}

/** As the Studio shows numbers: `1.` at level 1, `a.` at level 2, `i.` at level 3, and from the beginning again below that. */
export const defaultNumbering = (level: number): Numbering => NUMBERINGS[(level - 1) % 3] ?? 'decimal'

/**
 * What stands before a numbered item: `1.`, `a.`, `iv.`, `B.`
 *
 * @param number of the item in its list
 */
export function listMarker(numbering: Numbering, number: number): string {
  const written = COUNTERS[numbering](number)
  return `${numbering.startsWith('upper') ? written.toUpperCase() : written}.`
}

/** As CSS counts with `lower-alpha`: `a` to `z`, then `aa`; it has no letters below 1. */
function alphabetic(number: number): string {
  if (number < 1) return String(number)
  let letters = ''
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters
  return letters
}

const NUMERALS = Object.entries({
  m: 1000,
  cm: 900,
  d: 500,
  cd: 400,
  c: 100,
  xc: 90,
  l: 50,
  xl: 40,
  x: 10,
  ix: 9,
  v: 5,
  iv: 4,
  i: 1,
})

/** As CSS counts with `lower-roman`, from 1 to 3999. */
function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number)
  let rest = number
  return NUMERALS.map(([numeral, value]) => {
    const times = Math.floor(rest / value)
    rest -= times * value
    return numeral.repeat(times)
  }).join('')
}

const COUNTERS: Readonly<Record<Numbering, (number: number) => string>> = {
  decimal: String,
  'lower-alpha': alphabetic,
  'upper-alpha': alphabetic,
  'lower-roman': roman,
  'upper-roman': roman,
}

/** The number that a marker such as `c`, `iv` or `12` says when it is counted in a given way; nothing when it says none. */
export function markerNumber(numbering: Numbering, marker: string): number | undefined {
  if (numbering === 'decimal') return /^\d{1,9}$/.test(marker) ? Number(marker) : undefined
  const written = marker.toLowerCase()
  const isCase = marker === (numbering.startsWith('upper') ? marker.toUpperCase() : written)
  if (!isCase || !/^[a-z]{1,15}$/.test(written)) return undefined
  const number = numbering.endsWith('alpha')
    ? [...written].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0)
    : romanNumber(written)
  return number !== undefined && listMarker(numbering, number) === `${marker}.` ? number : undefined
}

function romanNumber(written: string): number | undefined {
  let [rest, number] = [written, 0]
  for (const [numeral, value] of NUMERALS)
    for (; rest.startsWith(numeral); number += value) rest = rest.slice(numeral.length)
  return rest === '' ? number : undefined
}
