import {
  PortableText,
  type PortableTextBlockComponent,
  type PortableTextReactComponents,
} from '@portabletext/react'
import label from '#components/ui/label.module.css'
import {isList, type List, nestLists} from '#lib/format/lists.ts'
import {
  readText,
  type TextBlock,
  type TextCallout,
  type TextMember,
  type TextTable,
  wordsIn,
} from '#lib/format/portable-text.ts'
import {visitorHref} from '#lib/links/href.ts'
import callout from './callout.module.css'
import prose from './prose.module.css'
import tables from './table.module.css'

type RichTextProps = {
  /** A text as the Content Lake has it. */
  value: readonly unknown[] | null | undefined
  /** Parts that are not text, by their type, besides tables and call-outs. Of a part without one its words are shown. */
  types?: PortableTextReactComponents['types']
  block?: Record<string, PortableTextBlockComponent>
}

/** Headings, paragraphs, nested lists, marks, links, tables and call-outs, rendered on the server. */
export function RichText({value, types = {}, block = {}}: RichTextProps) {
  return (
    <PortableText
      value={withNestedLists(readText(value).members)}
      components={{...words, types: {...parts, ...types}, block: {...blocks, ...block}}}
      onMissingComponent={false}
    />
  )
}

type NestedLists = {_type: 'nestedLists'; _key: string; items: TextMember[]}
type Quotation = {_type: 'quotation'; _key: string; parts: TextMember[]}

const isQuoted = (member: TextMember): boolean => member._type === 'block' && member.style === 'blockquote'

/** Whether a member is an item of a list, or goes on inside one. */
const isInList = (member: TextMember): boolean =>
  member._type === 'block' ? member.listItem !== undefined : 'level' in member && member.level !== undefined

/**
 * A text with neighbouring list items as one part, and neighbouring quoted parts as one quotation. The nesting of
 * `@portabletext/react` begins a list anew, at the outermost level, after an inner list of another kind.
 */
function withNestedLists(members: readonly TextMember[]): (TextMember | NestedLists | Quotation)[] {
  const parts: (TextMember | NestedLists | Quotation)[] = []
  for (const member of members) {
    const last = parts.at(-1)
    if (isInList(member) && last?._type === 'nestedLists') last.items.push(member)
    else if (isQuoted(member) && last?._type === 'quotation') last.parts.push(member)
    else if (isQuoted(member)) parts.push({_type: 'quotation', _key: member._key, parts: [member]})
    else if (isInList(member)) parts.push({_type: 'nestedLists', _key: member._key, items: [member]})
    else parts.push(member)
  }
  return parts
}

const unquoted = (members: readonly TextMember[]): TextMember[] =>
  members.map((member) =>
    member._type === 'block' && isQuoted(member) ? {...member, style: 'normal'} : member,
  )

const parts: PortableTextReactComponents['types'] = {
  callout: ({value}) => <Callout {...value} />,
  code: ({value: {code}}) => (
    <pre>
      <code>{code}</code>
    </pre>
  ),
  lastUpdatedDate: () => null,
  nestedLists: ({value: {items}}) => <Lists lists={nestLists(items)} />,
  quotation: ({value}) => (
    <blockquote>
      <Text value={unquoted(value.parts)} />
    </blockquote>
  ),
  table: ({value}) => <Table {...value} />,
}

/** Paragraphs and headings, each with the anchors that it has. */
const blocks = {
  normal: ({value, children}) => (
    <p id={idOf(value)}>
      {anchorsOf(value)}
      {children}
    </p>
  ),
  h2: ({value, children}) => (
    <h2 id={idOf(value)}>
      {anchorsOf(value)}
      {children}
    </h2>
  ),
  h3: ({value, children}) => (
    <h3 id={idOf(value)}>
      {anchorsOf(value)}
      {children}
    </h3>
  ),
  h4: ({value, children}) => (
    <h4 id={idOf(value)}>
      {anchorsOf(value)}
      {children}
    </h4>
  ),
} satisfies Record<string, PortableTextBlockComponent>

/** How words of the Content Lake become HTML. Links that visitors may not follow are left as words. */
const words = {
  marks: {
    link: ({value, children}) => {
      const href = visitorHref(hrefOf(value))
      return href ? (
        <a href={href} title={value?.title}>
          {children}
        </a>
      ) : (
        children
      )
    },
    sub: ({children}) => <sub>{children}</sub>,
    sup: ({children}) => <sup>{children}</sup>,
    underline: ({children}) => <u>{children}</u>,
    'strike-through': ({children}) => <s>{children}</s>,
  },
  block: blocks,
  // A style that is not wanted in this place is a paragraph.
  unknownBlockStyle: ({children}) => <p>{children}</p>,
  unknownMark: ({children}) => children,
  unknownType: ({value}) => <p>{wordsIn(value)}</p>,
} satisfies Partial<PortableTextReactComponents>

/** A text within another part. */
const Text = ({value}: {value: readonly TextMember[]}) => (
  <PortableText
    value={withNestedLists(value)}
    components={{...words, types: parts}}
    onMissingComponent={false}
  />
)

function namesOf(block: object): string[] {
  const anchors = 'anchors' in block ? block.anchors : undefined
  return Array.isArray(anchors) ? anchors.filter((name) => typeof name === 'string') : []
}

/** The first name by which links reach a block. */
const idOf = (block: object): string | undefined => namesOf(block)[0]

/** Places for the further names by which links reach a block. */
export const anchorsOf = (block: object) =>
  namesOf(block)
    .slice(1)
    .map((id) => <span key={id} id={id} />)

/** Types of `ol` by how they count, where it is not with digits. */
const MARKERS = {
  decimal: undefined,
  'lower-alpha': 'a',
  'upper-alpha': 'A',
  'lower-roman': 'i',
  'upper-roman': 'I',
} as const

function Lists({lists}: {lists: readonly List<TextMember>[]}) {
  return lists.map((list) => {
    const {listItem, numbering, items} = list
    const [first] = items
    const key = first?.item._key
    if (list.isQuoted)
      return (
        <blockquote key={key}>
          <Lists lists={[withoutQuotes(list)]} />
        </blockquote>
      )
    const children = items.map(({item, number, inside}, index) => (
      <li
        key={item._key}
        id={item._type === 'block' ? idOf(item) : undefined}
        // A number that is not the next one is part of the text.
        value={
          listItem === 'number' && index > 0 && number !== (items[index - 1]?.number ?? 0) + 1
            ? number
            : undefined
        }
      >
        {item._type === 'block' && (
          <>
            {anchorsOf(item)}
            <PortableText value={withoutList(item)} components={itemWords} onMissingComponent={false} />
          </>
        )}
        <Inside parts={inside} />
      </li>
    ))
    // In a legal text the marker of an item is part of the text, so that it must not depend on a style sheet
    // (https://html.spec.whatwg.org/multipage/grouping-content.html#attr-ol-type).
    return listItem === 'number' ? (
      <ol key={key} type={MARKERS[numbering]} start={first && first.number !== 1 ? first.number : undefined}>
        {children}
      </ol>
    ) : (
      <ul key={key}>{children}</ul>
    )
  })
}

/** What goes on inside an item, in order. */
function Inside({parts}: {parts: readonly (TextMember | List<TextMember>)[]}) {
  return parts.map((part) =>
    isList(part) ? (
      <Lists key={part.items[0]?.item._key} lists={[part]} />
    ) : (
      <Text key={part._key} value={[standingAlone(part)]} />
    ),
  )
}

const withoutQuotes = (list: List<TextMember>): List<TextMember> => ({
  ...list,
  isQuoted: false,
  items: list.items.map(({item, number, inside}) => ({
    item: unquoted([item])[0] ?? item,
    number,
    inside: inside.map((part) => (isList(part) ? withoutQuotes(part) : (unquoted([part])[0] ?? part))),
  })),
})

/** A part without what puts it inside an item. */
function standingAlone(part: TextMember): TextMember {
  if (part._type === 'block') return withoutList(part)
  return part._type === 'lastUpdatedMarker' ? part : {...part, level: undefined}
}

const withoutList = ({listItem: _, level: __, ...block}: TextBlock) => block

/** The words of a list item stand in it without a paragraph. */
const itemWords = {
  ...words,
  types: parts,
  block: {normal: ({children}) => <>{children}</>},
} satisfies Partial<PortableTextReactComponents>

function hrefOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'href' in value && typeof value.href === 'string'
    ? value.href
    : ''
}

/** Words set apart from the text around them. */
function Callout({label: name, text}: TextCallout) {
  return (
    <aside className={`${callout.callout} ${prose.prose}`}>
      {name && <p className={label.label}>{name}</p>}
      <Text value={text} />
    </aside>
  )
}

/**
 * A table; its first rows name the columns, one where it does not say how many. A row that is too short is filled up with
 * empty cells. One that is wider than the text scrolls within it, by the keyboard too, for which it must take the focus
 * (https://dequeuniversity.com/rules/axe/4.11/scrollable-region-focusable).
 */
function Table({caption, rows, headerRows = 1}: TextTable) {
  const columns = Array.from({length: Math.max(0, ...rows.map(({cells}) => cells.length))}, (_, nth) => nth)
  if (rows.length === 0 || columns.length === 0) return null
  const head = rows.slice(0, headerRows)
  return (
    <figure className={tables.scroll} aria-label={caption ?? 'Table'} tabIndex={0}>
      <table className={tables.table}>
        {caption && <caption>{caption}</caption>}
        {head.length > 0 && (
          <thead>
            {head.map(({_key, cells}) => (
              <tr key={_key}>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    <Cell text={cells[column]} />
                  </th>
                ))}
              </tr>
            ))}
          </thead>
        )}
        <tbody>
          {rows.slice(headerRows).map(({_key, cells}) => (
            <tr key={_key}>
              {columns.map((column) => (
                <td key={column}>
                  <Cell text={cells[column]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** The words of a cell; a paragraph by itself stands in it as words. */
function Cell({text = []}: {text: TextBlock[] | undefined}) {
  const [only] = text
  if (text.length !== 1 || !only || only.listItem) return <Text value={text} />
  return <PortableText value={only} components={itemWords} onMissingComponent={false} />
}
