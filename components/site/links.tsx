import {visitorHref} from '#lib/links/href.ts'
import type {SiteLinkItem} from './site-link.ts'

/** A list of links of the menu or the footer. One that visitors may not follow is left out. */
export function Links({links, className}: {links: readonly SiteLinkItem[]; className: string | undefined}) {
  return (
    <ul className={className}>
      {links.map(({key, label, href}) => {
        const target = visitorHref(href)
        return target ? (
          <li key={key}>
            <a href={target}>{label}</a>
          </li>
        ) : null
      })}
    </ul>
  )
}
