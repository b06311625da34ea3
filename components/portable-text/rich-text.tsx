import {PortableText, type PortableTextReactComponents, toPlainText} from '@portabletext/react'
import label from '#components/ui/label.module.css'
import {visitorHref} from '#lib/links/href.ts'
import callout from './callout.module.css'
import prose from './prose.module.css'
import tables from './table.module.css'

export type RichTextValue = Parameters<typeof PortableText>[0]['value']

type RichTextProps = {
  value: RichTextValue
  /** Parts that are not text, by their type, besides tables and call-outs; a type that is missing is left out. */
  types?: PortableTextReactComponents['types']
  block?: PortableTextReactComponents['block']
}

/** Headings, paragraphs, nested lists, marks, links, tables and call-outs, rendered on the server. */
export function RichText({value, types = {}, block = {}}: RichTextProps) {
  return (
    <PortableText
      value={value}
      components={{...words, types: {...parts, ...types}, block}}
      onMissingComponent={false}
    />
  )
}

const parts: PortableTextReactComponents['types'] = {
  callout: ({value}) => <Callout {...value} />,
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
  // A style that is not known here, or not wanted in this place, is a paragraph.
  unknownBlockStyle: ({children}) => <p>{children}</p>,
  unknownMark: ({children}) => children,
  unknownType: () => null,
}

function hrefOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'href' in value && typeof value.href === 'string'
    ? value.href
    : ''
}

type CalloutProps = {
  label?: string | undefined
  text?: RichTextValue | null | undefined
}

/** Words set apart from the text around them. */
function Callout({label: name, text}: CalloutProps) {
  return (
    <aside className={`${callout.callout} ${prose.prose}`}>
      {name && <p className={label.label}>{name}</p>}
      <PortableText value={text ?? []} components={words} onMissingComponent={false} />
    </aside>
  )
}

type TableProps = {
  caption?: string | undefined
  rows?: readonly {_key: string; cells?: readonly string[] | undefined}[] | undefined
}

/** A table whose first row names the columns. A row that is too short is filled up with empty cells. */
function Table({caption, rows = []}: TableProps) {
  const [head, ...body] = rows
  const columns = Array.from(
    {length: Math.max(0, ...rows.map(({cells}) => cells?.length ?? 0))},
    (_, nth) => nth,
  )
  if (!head || columns.length === 0) return null
  return (
    <table className={tables.table}>
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {head.cells?.[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map(({_key, cells}) => (
          <tr key={_key}>
            {columns.map((column) => (
              <td key={column}>{cells?.[column]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The words of a text without marks, one paragraph after the other on a line. */
export const plainText = (value: Parameters<typeof toPlainText>[0]): string =>
  toPlainText(value)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
