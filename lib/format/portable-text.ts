import {NUMBERINGS, type Numbering, withListLevels} from './lists.ts'

export type TextSpan = {_type: 'span'; _key: string; text: string; marks: string[]}

/** The place of the date that a policy was last updated, within words. `format` says how the date is written. */
export type TextDate = {
  _type: 'lastUpdatedDate'
  _key: string
  format?: string
  text: string
  marks: string[]
}

export type TextLink = {_type: 'link'; _key: string; href?: string; title?: string}

export type TextBlock = {
  _type: 'block'
  _key: string
  style: 'normal' | 'subtitle' | 'h2' | 'h3' | 'h4' | 'blockquote'
  /** `continued`: goes on inside the list item before it. */
  listItem?: 'bullet' | 'number' | 'continued'
  /** Of a list item, from 1. */
  level?: number
  /** Of a numbered item, where it is not the next one. */
  itemNumber?: number
  /** Of a numbered item, where its level does not say it. */
  numbering?: Numbering
  /** Names by which links reach this place, without `#`. */
  anchors?: string[]
  children: (TextSpan | TextDate)[]
  markDefs: TextLink[]
}

/** Of a part that may stand inside a list item: the level of that item. */
type Inside = {level?: number}

export type TextTable = Inside & {
  _type: 'table'
  _key: string
  caption?: string
  /** Rows that name the columns; 1 where it is missing. */
  headerRows?: number
  rows: {_type: 'tableRow'; _key: string; cells: TextBlock[][]}[]
}

export type TextCode = Inside & {_type: 'code'; _key: string; code: string; language?: string}

export type TextCallout = Inside & {_type: 'callout'; _key: string; label?: string; text: TextBlock[]}

/** A picture with words under it. The picture is read where it is drawn. */
export type TextFigure = Inside & {_type: 'figure'; _key: string; picture: unknown; caption?: string}

/** A line that says when a policy was last updated. `format` says how the date is written. */
export type LastUpdatedMarker = {_type: 'lastUpdatedMarker'; _key: string; label: string; format?: string}

export type TextMember = TextBlock | TextTable | TextCode | TextCallout | TextFigure | LastUpdatedMarker

/** A part of a text that could not be taken as it was stored. Holds no words that a person wrote. */
export type TextRepair = {
  /** The part's `_key`, or its place in the text when it has none. */
  part: string
  type: string
  faults: string[]
}

/**
 * Reads a text as the Content Lake has it. What the content model does not allow becomes plain text of the nearest kind, so
 * that no words are lost: an unknown style becomes a paragraph, an object between words becomes its words, a heading in a
 * call-out a paragraph. Levels of lists are as they can be nested, and every part has a key of its own.
 */
export function readText(value: unknown): {members: TextMember[]; repairs: TextRepair[]} {
  const repairs: TextRepair[] = []
  const keys = new Set<string>()
  const members = listOf(value).flatMap((part, index) => {
    const faults = new Set<string>()
    const member = readMember(part, String(index), faults)
    const _key = member && unique(member._key, keys, faults)
    if (faults.size > 0)
      repairs.push({part: keyOf(part) ?? String(index), type: typeOf(part), faults: [...faults]})
    return member && _key ? [{...member, _key}] : []
  })
  return {members: withListLevels(members), repairs}
}

const PARTS: ReadonlySet<unknown> = new Set([
  'block',
  'table',
  'code',
  'callout',
  'figure',
  'lastUpdatedMarker',
])

/** The repairs of every text in a document: of every list that holds a part of a text. */
export function textRepairs(value: unknown): TextRepair[] {
  if (isRecord(value)) return Object.values(value).flatMap(textRepairs)
  if (!Array.isArray(value)) return []
  const isText = value.some((part) => isRecord(part) && PARTS.has(part._type))
  return isText ? readText(value).repairs : value.flatMap(textRepairs)
}

/** The words of a text without marks, one part after the other on a line. */
export const plainText = (value: unknown): string =>
  readText(value)
    .members.map(wordsIn)
    .join(' ')
    .replace(/\s*\n\s*/g, ' ')
    .trim()

/** One part of a text by itself, with the level that is written in it. */
export const readPart = (part: unknown): TextMember | undefined => readMember(part, '0', new Set())

type Faults = Set<string>

function readMember(part: unknown, place: string, faults: Faults): TextMember | undefined {
  const _key = readKey(part, place, faults)
  if (!isRecord(part)) return readUnknown(part, _key, faults)
  switch (part._type) {
    case 'block':
      return readBlock(part, _key, faults)
    case 'table':
      return readTable(part, _key, faults)
    case 'callout':
      return readCallout(part, _key, faults)
    case 'code':
      return {
        _type: 'code',
        _key,
        code: readWords(part.code, 'code', faults),
        ...given('language', readWords(part.language, 'language', faults)),
        ...inside(part),
      }
    case 'figure':
      return {
        _type: 'figure',
        _key,
        picture: part.picture,
        ...given('caption', readWords(part.caption, 'caption', faults)),
        ...inside(part),
      }
    case 'lastUpdatedMarker':
      return {
        _type: 'lastUpdatedMarker',
        _key,
        label: readWords(part.label, 'label', faults) || 'Last Updated:',
        ...given('format', wordsIn(part.format)),
      }
    default:
      return readUnknown(part, _key, faults)
  }
}

/** A part of a kind that the content model does not have: a paragraph of its words, or nothing without any. */
function readUnknown(part: unknown, _key: string, faults: Faults): TextBlock | undefined {
  faults.add('unknown part')
  if (isRecord(part) && Array.isArray(part.children)) return readBlock(part, _key, faults)
  const words = wordsIn(part)
  return words === '' ? undefined : paragraph(_key, words)
}

const paragraph = (_key: string, text: string): TextBlock => ({
  _type: 'block',
  _key,
  style: 'normal',
  children: [{_type: 'span', _key: `${_key}-words`, text, marks: []}],
  markDefs: [],
})

/** What a block says of itself stands between its words as objects, which the Studio shows. */
const SAYINGS: ReadonlySet<unknown> = new Set(['anchor', 'itemNumber'])

function readBlock(part: Fields, _key: string, faults: Faults): TextBlock {
  const all = Array.isArray(part.children) ? part.children.filter(isRecord) : []
  // A text that was read already has them beside its words.
  const anchors = [
    ...listOf(part.anchors).filter(isAnchor),
    ...all.flatMap(({_type, name}) => (_type === 'anchor' && isAnchor(name) ? [name] : [])),
  ]
  const said = all.find(({_type}) => _type === 'itemNumber')
  // The Studio keeps empty words on both sides of such an object.
  const says = all.some(({_type}) => SAYINGS.has(_type))
  const words = Array.isArray(part.children)
    ? part.children.filter(
        (child) => !isRecord(child) || !(SAYINGS.has(child._type) || (says && child.text === '')),
      )
    : part.children
  const children = readChildren(words, faults)
  const isBlank = children.every(({text}) => text.trim() === '')
  const block: TextBlock = {
    _type: 'block',
    _key,
    // A heading without words would be an empty entry in every list of headings.
    style: isBlank ? 'normal' : readStyle(part.style, faults),
    children,
    markDefs: readLinks(part.markDefs, faults),
    ...(anchors.length > 0 && {anchors}),
  }
  if (part.listItem === undefined || part.listItem === null) return block
  const item = {listItem: readListItem(part.listItem, faults), level: readLevel(part.level, faults)}
  const numbering = NUMBERINGS.find((name) => name === (said?.numbering ?? part.numbering))
  const number = said?.number ?? part.itemNumber
  const isNumber = typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
  return {...block, ...item, ...(isNumber && {itemNumber: number}), ...(numbering && {numbering})}
}

/** A name that an address can hold after `#`. */
const isAnchor = (name: unknown): name is string => typeof name === 'string' && /^\S+$/.test(name)

/** The level of the list item that a part stands in, where it says one. */
const inside = ({level}: Fields): Inside =>
  typeof level === 'number' && Number.isInteger(level) && level > 0 ? {level} : {}

const STYLES: Readonly<Record<string, TextBlock['style']>> = {
  normal: 'normal',
  subtitle: 'subtitle',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  blockquote: 'blockquote',
}

/** Headings of other levels, which are headings still. */
const NEAREST_STYLES: Readonly<Record<string, TextBlock['style']>> = {h1: 'h2', h5: 'h4', h6: 'h4'}

function readStyle(style: unknown, faults: Faults): TextBlock['style'] {
  if (style === undefined || style === null) return 'normal'
  const name = String(style)
  const known = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined
  if (known) return known
  faults.add('unknown style')
  return (Object.hasOwn(NEAREST_STYLES, name) ? NEAREST_STYLES[name] : undefined) ?? 'normal'
}

function readListItem(listItem: unknown, faults: Faults): NonNullable<TextBlock['listItem']> {
  if (listItem === 'bullet' || listItem === 'number' || listItem === 'continued') return listItem
  faults.add('unknown kind of list')
  return 'bullet'
}

/** Kept as written where it is a number; `withListLevels` makes it one that can be nested. */
function readLevel(level: unknown, faults: Faults): number {
  if (level === undefined) return 1
  if (typeof level === 'number' && Number.isInteger(level) && level >= 1) return level
  faults.add('level of a list item')
  return typeof level === 'number' ? level : 1
}

function readChildren(children: unknown, faults: Faults): TextBlock['children'] {
  if (children !== undefined && !Array.isArray(children)) faults.add('words in the wrong place')
  const keys = new Set<string>()
  return listOf(children).map((child, index): TextBlock['children'][number] => {
    const _key = unique(readKey(child, String(index), faults), keys, faults)
    if (isRecord(child) && child._type === 'lastUpdatedDate')
      return {_type: 'lastUpdatedDate', _key, ...given('format', wordsIn(child.format)), text: '', marks: []}
    if (!isRecord(child) || (child._type ?? 'span') !== 'span') {
      faults.add('object between words')
      return {_type: 'span', _key, text: wordsIn(child), marks: []}
    }
    return {
      _type: 'span',
      _key,
      text: readWords(child.text, 'words', faults),
      marks: readMarks(child.marks, faults),
    }
  })
}

function readMarks(marks: unknown, faults: Faults): string[] {
  if (marks === undefined) return []
  const known = listOf(marks).filter((mark) => typeof mark === 'string')
  if (!Array.isArray(marks) || known.length < marks.length) faults.add('marks')
  return known
}

/** Links by their keys. A query gives `null` where a text has none. */
function readLinks(markDefs: unknown, faults: Faults): TextLink[] {
  return listOf(markDefs).flatMap((mark): TextLink[] => {
    const _key = keyOf(mark)
    if (!isRecord(mark) || (mark._type ?? 'link') !== 'link' || _key === undefined) {
      faults.add('unknown mark')
      return []
    }
    return [
      {
        _type: 'link',
        _key,
        ...(typeof mark.href === 'string' && {href: mark.href}),
        ...given('title', wordsIn(mark.title)),
      },
    ]
  })
}

/** A table without a cell is no table; the words over it are a paragraph. */
function readTable(part: Fields, _key: string, faults: Faults): TextTable | TextBlock | undefined {
  const caption = readWords(part.caption, 'caption', faults)
  const keys = new Set<string>()
  const rows = listOf(part.rows).flatMap((row, index): TextTable['rows'] => {
    if (row === null || row === undefined) {
      faults.add('row of a table')
      return []
    }
    const _key = unique(readKey(row, String(index), faults), keys, faults)
    const isRow = isRecord(row) && (row.cells === undefined || Array.isArray(row.cells))
    if (!isRow) faults.add('row of a table')
    const cells = isRow ? listOf(row.cells) : Array.isArray(row) ? row : [wordsIn(row)]
    return [{_type: 'tableRow', _key, cells: cells.map((cell) => readCell(cell, faults))}]
  })
  const {headerRows} = part
  const isCount = typeof headerRows === 'number' && Number.isInteger(headerRows) && headerRows >= 0
  if (rows.some(({cells}) => cells.length > 0))
    return {
      _type: 'table',
      _key,
      ...given('caption', caption),
      ...(isCount && {headerRows}),
      rows,
      ...inside(part),
    }
  return caption === '' ? undefined : paragraph(_key, caption)
}

/** A cell is a short text. Tables that were stored before cells could hold marks and links have plain words in them. */
function readCell(cell: unknown, faults: Faults): TextBlock[] {
  if (Array.isArray(cell)) return readShortText(cell, 'a cell', faults)
  if (isRecord(cell) && Array.isArray(cell.text)) return readShortText(cell.text, 'a cell', faults)
  const isBlock = isRecord(cell) && cell._type === 'block'
  if (typeof cell !== 'string' && !(isRecord(cell) && cell._type === 'tableCell'))
    faults.add('cell of a table')
  if (isBlock) return readShortText([cell], 'a cell', faults)
  const words = wordsIn(cell)
  return words === '' ? [] : [paragraph('words', words)]
}

const readCallout = (part: Fields, _key: string, faults: Faults): TextCallout => ({
  _type: 'callout',
  _key,
  ...given('label', readWords(part.label, 'label', faults)),
  text: readShortText(part.text, 'a call-out', faults),
  ...inside(part),
})

/** Paragraphs and lists without headings. */
function readShortText(value: unknown, place: string, faults: Faults): TextBlock[] {
  const keys = new Set<string>()
  const text = listOf(value).flatMap((member, index): TextBlock[] => {
    const inner = unique(readKey(member, String(index), faults), keys, faults)
    if (!isRecord(member) || member._type !== 'block') {
      const block = readUnknown(member, inner, faults)
      return block ? [block] : []
    }
    const block = readBlock(member, inner, faults)
    if (block.style !== 'normal') faults.add(`heading in ${place}`)
    return [{...block, style: 'normal'}]
  })
  return withListLevels(text)
}

/** Words of a field that may be left out. */
function readWords(words: unknown, name: string, faults: Faults): string {
  if (words !== undefined && words !== null && typeof words !== 'string') faults.add(name)
  return wordsIn(words)
}

const given = <Name extends string>(name: Name, words: string): {[name in Name]?: string} => {
  const field: {[name in Name]?: string} = {}
  if (words !== '') field[name] = words
  return field
}

/** Fields that hold no words for a reader: names, addresses and choices. */
const WITHOUT_WORDS =
  /^(?:_.*|.*(?:Id|Key|Ref|Url)|anchors|asset|crop|format|hotspot|href|id|kind|language|level|listItem|marks|numbering|media|preview|slug|src|style|type|url)$/

/** All words of a value, wherever they stand in it: those of a block without a space between them. */
export function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return joined(value.map(wordsIn), ' ')
  if (!isRecord(value)) return ''
  const {children, ...fields} = value
  const words = Object.entries(fields).flatMap(([name, field]) =>
    WITHOUT_WORDS.test(name) || typeof field === 'number' ? [] : wordsIn(field),
  )
  return joined([listOf(children).map(wordsIn).join(''), ...words], ' ')
}

const joined = (words: readonly string[], between: string) => words.filter(Boolean).join(between)

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (part: unknown): string =>
  isRecord(part) && typeof part._type === 'string' ? part._type : typeof part

const keyOf = (part: unknown): string | undefined =>
  isRecord(part) && typeof part._key === 'string' && part._key !== '' ? part._key : undefined

function readKey(part: unknown, place: string, faults: Faults): string {
  const key = keyOf(part)
  if (key === undefined) faults.add('missing key')
  return key ?? `at-${place}`
}

function unique(key: string, taken: Set<string>, faults: Faults): string {
  let free = key
  for (let count = 2; taken.has(free); count++) free = `${key}-${count}`
  if (free !== key) faults.add('key that is used twice')
  taken.add(free)
  return free
}

/** Words in the place of a list are a list of one. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}
