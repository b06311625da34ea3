import {PortableText, type PortableTextReactComponents} from '@portabletext/react'
import {Callout} from './callout.tsx'
import {Table} from './table.tsx'
import {words} from './words.tsx'

export type RichTextValue = Parameters<typeof PortableText>[0]['value']

const parts: PortableTextReactComponents['types'] = {
  callout: ({value}) => <Callout {...value} />,
  table: ({value}) => <Table {...value} />,
}

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
