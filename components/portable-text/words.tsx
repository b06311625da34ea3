import type {PortableTextReactComponents} from '@portabletext/react'
import {visitorHref} from '#lib/links/href.ts'

/** How words of the Content Lake become HTML. Links that visitors may not follow are left as words. */
export const words: Partial<PortableTextReactComponents> = {
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
