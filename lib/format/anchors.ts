import type {TextBlock, TextMember} from './portable-text.ts'

export type HeadingParts = {
  /** What stands before the words, as written: `1.`, `2)`, `§ 3`. */
  number?: string
  words: string
}

/** Splits a heading such as "1. Information We Collect" into its number and its words. */
export function headingParts(text: string): HeadingParts {
  const [, number, words] = /^((?:§\s*)?\d+(?:\.\d+)*[.)]?)\s+(\S.*)$/su.exec(text.trim()) ?? []
  return number && words ? {number, words} : {words: text.trim()}
}

/**
 * An anchor for each heading, made from its words and not from its number, so that a link to a section survives a
 * section that is put in before it. Headings of the same words are counted: `cookies`, `cookies-2`.
 *
 * @param taken ids that the page uses itself.
 */
export function anchors(headings: readonly string[], taken: Iterable<string> = []): string[] {
  const used = new Set(taken)
  return headings.map((heading) => {
    const base = anchor(heading)
    let id = base
    for (let count = 2; used.has(id); count++) id = `${base}-${count}`
    used.add(id)
    return id
  })
}

function anchor(heading: string): string {
  const words = headingParts(heading)
    .words.normalize('NFKD')
    .toLowerCase()
    .replace(/['’\p{M}]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return words || 'section'
}

export type TextAnchors = {
  /** Ids of a block by its key, its own first: of every heading, and of what has anchors of its own. */
  ids: ReadonlyMap<string, readonly string[]>
  /** Ids of the page's title, for links that lead to it. */
  title: readonly string[]
  /** Links to a place on the page that is not there: where each stands, and the name without `#`. */
  dead: {key: string; name: string}[]
}

const HEADINGS: ReadonlySet<string> = new Set(['h2', 'h3', 'h4'])

/**
 * The places of a text that links can lead to.
 *
 * A heading's id comes from its words (see `anchors`), or is the first anchor that it was given. Links that were written
 * for another system name the same heading in another form: GitHub, Jekyll and Hugo keep the number (`5-cookies`), leave
 * two hyphens where a sign was (`rights--eu`), and count equal headings from zero (`contact-1`). Each form that a link of the
 * text uses becomes a further id of its heading, and no other does.
 *
 * @param title of the page, whose heading is not part of the text
 * @param taken ids that the page uses itself
 */
export function textAnchors(
  members: readonly TextMember[],
  {title = '', taken = []}: {title?: string; taken?: Iterable<string>} = {},
): TextAnchors {
  const blocks = blocksOf(members)
  const headings = blocks.filter(({style, listItem}) => HEADINGS.has(style) && listItem === undefined)
  const used = new Set(taken)
  const ids = new Map<string, string[]>()
  for (const {_key, anchors: own = []} of blocks) {
    const free = [...new Set(own)].filter((name) => !used.has(name))
    for (const name of free) used.add(name)
    if (free.length > 0) ids.set(_key, free)
  }
  const unnamed = headings.filter(({_key}) => !ids.has(_key))
  for (const [nth, id] of anchors(unnamed.map(wordsOf), used).entries()) {
    const heading = unnamed[nth]
    used.add(id)
    if (heading) ids.set(heading._key, [id])
  }

  const targets = [
    {key: undefined, words: title},
    ...headings.map((block) => ({key: block._key, words: wordsOf(block)})),
  ]
  const index = indexOf(targets)
  const titleIds: string[] = []
  const dead: TextAnchors['dead'] = []
  for (const {key, name} of blocks.flatMap(linksWithin)) {
    if (used.has(name)) continue
    const target = headingNamed(name, index)
    if (!target) {
      dead.push({key, name})
      continue
    }
    used.add(name)
    if (target.key === undefined) titleIds.push(name)
    else ids.get(target.key)?.push(name)
  }
  return {ids, title: titleIds, dead}
}

/** Every block of a text, those in call-outs and cells included. */
const blocksOf = (members: readonly TextMember[]): TextBlock[] =>
  members.flatMap((member) => {
    if (member._type === 'block') return [member]
    if (member._type === 'callout') return member.text
    return member._type === 'table' ? member.rows.flatMap(({cells}) => cells.flat()) : []
  })

const wordsOf = ({children}: TextBlock): string => children.map(({text}) => text).join('')

/** The names that the links of a block lead to on its own page. */
const linksWithin = ({_key, markDefs}: TextBlock) =>
  markDefs.flatMap(({href}) =>
    href?.startsWith('#') && href.length > 1 ? [{key: _key, name: decoded(href.slice(1))}] : [],
  )

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

type Target = {key: string | undefined; words: string}

/** Headings by their letters, whole and without the number before them; each is found in one step, however many there are. */
type Index = {whole: Map<string, Target[]>; bare: Map<string, Target[]>}

const indexOf = (targets: readonly Target[]): Index => ({
  whole: Map.groupBy(targets, ({words}) => lettersOf(words)),
  bare: Map.groupBy(targets, ({words}) => withoutNumber(words)),
})

/** The heading that a name means in some system's form; with a count at its end, the one of those with equal words. */
function headingNamed(name: string, index: Index): Target | undefined {
  const bare = name.replace(/^user-content-/, '')
  const [whole] = withName(bare, index)
  if (whole) return whole
  const [, words = '', count = ''] = /^(.+?)[-_](\d{1,3})$/.exec(bare) ?? []
  const counted = withName(words, index)
  return counted[Number(count)] ?? counted.at(-1)
}

function withName(name: string, {whole, bare}: Index): readonly Target[] {
  const wanted = lettersOf(name)
  return wanted === '' ? [] : (whole.get(wanted) ?? bare.get(wanted) ?? [])
}

/** Every system keeps letters and digits, and does as it likes with the rest. */
const lettersOf = (words: string): string =>
  words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

const withoutNumber = (words: string): string => lettersOf(words.replace(/^[^\p{L}]+/u, ''))
