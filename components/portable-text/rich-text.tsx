import {PortableText, type PortableTextReactComponents} from '@portabletext/react'
import {visitorHref} from '#lib/links/visitor-href.ts'

export type RichTextValue = Parameters<typeof PortableText>[0]['value']

/** How a text of the Content Lake becomes HTML. Links that visitors may not follow are left as words. */
const components: Partial<PortableTextReactComponents> = {
  marks: {
    link: ({value, children}) => {
      const href = visitorHref(hrefOf(value))
      return href ? <a href={href}>{children}</a> : children
    },
  },
  unknownMark: ({children}) => children,
}

type RichTextProps = {
  value: RichTextValue
  /** Parts that are not text, by their type; a type that is missing here is left out. */
  types?: PortableTextReactComponents['types']
  block?: PortableTextReactComponents['block']
}

/** Headings, paragraphs, nested lists, marks and links, rendered on the server. */
export function RichText({value, types = {}, block = {}}: RichTextProps) {
  return (
    <PortableText
      value={value}
      components={{...components, types, block, unknownType: () => null}}
      onMissingComponent={false}
    />
  )
}

function hrefOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'href' in value && typeof value.href === 'string'
    ? value.href
    : ''
}
