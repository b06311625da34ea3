type ListBlock = {listItem?: string | null | undefined; level?: number | null | undefined}

/**
 * The members of a text with the levels of its list items as they can be nested: the first item of a list is at level 1,
 * an item below another is one level deeper however many levels were skipped, and an item that comes back out joins the
 * nearest list that is no deeper. `1, 3, 2, 1` becomes `1, 2, 2, 1`, and `3, 2, 1` becomes `1, 1, 1`.
 *
 * A list ends at the first member that is no item. An item whose level is no whole number from 1 counts as rounded down,
 * and as level 1 below that. Members without a list item are given back as they are.
 */
export function withListLevels<Member extends object>(
  members: readonly (Member & ListBlock)[],
): (Member & ListBlock)[] {
  /** The levels, as written, of the lists that the next item may continue, outermost first. */
  let open: number[] = []
  return members.map((member) => {
    if (!member.listItem) {
      open = []
      return member
    }
    const written = writtenLevel(member.level)
    open = open.filter((level) => level <= written)
    if (open.at(-1) !== written) open.push(written)
    return member.level === open.length ? member : {...member, level: open.length}
  })
}

function writtenLevel(level: number | null | undefined): number {
  return typeof level === 'number' && level >= 1 ? Math.floor(level) : 1
}

/** Neighbouring items of one kind at one level, each with the lists inside it. */
export type List<Item> = {
  listItem: string
  level: number
  items: {item: Item; lists: List<Item>[]}[]
}

/**
 * Neighbouring list items, at levels without gaps, as the lists that they make. An item of another kind begins a list of its
 * own at the same place.
 */
export function nestLists<Item extends {listItem?: string; level?: number}>(
  items: readonly Item[],
): List<Item>[] {
  const top: List<Item>[] = []
  /** The lists that the last item is in, outermost first. */
  let open: List<Item>[] = []
  for (const item of items) {
    const {listItem = 'bullet', level = 1} = item
    open = open.slice(0, level)
    const siblings = open[level - 2]?.items.at(-1)?.lists ?? top
    if (open[level - 1]?.listItem !== listItem) {
      const list: List<Item> = {listItem, level, items: []}
      siblings.push(list)
      open[level - 1] = list
    }
    open[level - 1]?.items.push({item, lists: []})
  }
  return top
}

/**
 * What stands before a numbered item, as the Studio shows it: `1.` at level 1, `a.` at level 2, `i.` at level 3, and from
 * the beginning again below that.
 *
 * @param level of the list, from 1
 * @param number of the item in its list, from 1
 */
export function listMarker(level: number, number: number): string {
  const formats = [String, lowerAlpha, lowerRoman]
  return `${(formats[(level - 1) % formats.length] ?? String)(number)}.`
}

/** As CSS counts with `lower-alpha`: `a` to `z`, then `aa`. */
function lowerAlpha(number: number): string {
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

/** As CSS counts with `lower-roman`, which ends at 3999 (CSS Counter Styles Level 3, §6.1). */
function lowerRoman(number: number): string {
  if (number > 3999) return String(number)
  let rest = number
  return NUMERALS.map(([numeral, value]) => {
    const times = Math.floor(rest / value)
    rest -= times * value
    return numeral.repeat(times)
  }).join('')
}
