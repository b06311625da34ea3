import {PortableText, type PortableTextReactComponents} from '@portabletext/react'
import label from '#components/ui/label.module.css'
import {type List, nestLists} from '#lib/format/lists.ts'
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
  block?: PortableTextReactComponents['block']
}

/** Headings, paragraphs, nested lists, marks, links, tables and call-outs, rendered on the server. */
export function RichText({value, types = {}, block = {}}: RichTextProps) {
  return (
    <PortableText
      value={withNestedLists(readText(value).members)}
      components={{...words, types: {...parts, ...types}, block}}
      onMissingComponent={false}
    />
  )
}

type NestedLists = {_type: 'nestedLists'; _key: string; items: TextBlock[]}

/**
 * A text with neighbouring list items as one part. The nesting of `@portabletext/react` begins a list anew, at the outermost
 * level, after an inner list of another kind.
 */
function withNestedLists<Member extends TextMember>(members: readonly Member[]): (Member | NestedLists)[] {
  const parts: (Member | NestedLists)[] = []
  for (const member of members) {
    const last = parts.at(-1)
    if (member._type !== 'block' || !member.listItem) parts.push(member)
    else if (last?._type === 'nestedLists') last.items.push(member)
    else parts.push({_type: 'nestedLists', _key: member._key, items: [member]})
  }
  return parts
}

const parts: PortableTextReactComponents['types'] = {
  callout: ({value}) => <Callout {...value} />,
  nestedLists: ({value: {items}}) => <Lists lists={nestLists(items)} />,
  table: ({value}) => <Table {...value} />,
}

/** How words of the Content Lake become HTML. Links that visitors may not follow are left as words. */
const words: Partial<PortableTextReactComponents> = {
  marks: {
    link: ({value, children}) => {
      const href = visitorHref(hrefOf(value))
      return href ? <a href={href}>{children}</a> : children
    },
  },
  // A style that is not wanted in this place is a paragraph.
  unknownBlockStyle: ({children}) => <p>{children}</p>,
  unknownMark: ({children}) => children,
  unknownType: ({value}) => <p>{wordsIn(value)}</p>,
}

/** Of numbered lists from level 1 on, as the Studio shows them: `1.`, `a.`, `i.`, and from the beginning again. */
const MARKERS = [undefined, 'a', 'i'] as const

function Lists({lists}: {lists: readonly List<TextBlock>[]}) {
  return lists.map(({listItem, level, items}) => {
    const children = items.map(({item, lists: inside}) => (
      <li key={item._key}>
        <PortableText value={withoutList(item)} components={itemWords} onMissingComponent={false} />
        <Lists lists={inside} />
      </li>
    ))
    const key = items[0]?.item._key
    // In a legal text the marker of an item is part of the text, so that it must not depend on a style sheet
    // (https://html.spec.whatwg.org/multipage/grouping-content.html#attr-ol-type).
    const type = MARKERS[(level - 1) % MARKERS.length]
    return listItem === 'number' ? (
      <ol key={key} type={type}>
        {children}
      </ol>
    ) : (
      <ul key={key}>{children}</ul>
    )
  })
}

const withoutList = ({listItem: _, level: __, ...block}: TextBlock) => block

/** The words of a list item stand in it without a paragraph. */
const itemWords: Partial<PortableTextReactComponents> = {
  ...words,
  block: {normal: ({children}) => <>{children}</>},
}

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
      <PortableText
        value={withNestedLists(text)}
        components={{...words, types: parts}}
        onMissingComponent={false}
      />
    </aside>
  )
}

/**
 * A table whose first row names the columns. A row that is too short is filled up with empty cells. One that is wider than
 * the text scrolls within it, by the keyboard too, for which it must take the focus
 * (https://dequeuniversity.com/rules/axe/4.11/scrollable-region-focusable).
 */
function Table({caption, rows}: TextTable) {
  const [head, ...body] = rows
  const columns = Array.from({length: Math.max(0, ...rows.map(({cells}) => cells.length))}, (_, nth) => nth)
  if (!head || columns.length === 0) return null
  return (
    <figure className={tables.scroll} aria-label={caption ?? 'Table'} tabIndex={0}>
      <table className={tables.table}>
        {caption && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {head.cells[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map(({_key, cells}) => (
            <tr key={_key}>
              {columns.map((column) => (
                <td key={column}>{cells[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
