import type {Element} from 'hast'
import {isSafeHref} from '#lib/links/href.ts'
import type {Findings} from './findings.ts'

/** How the addresses of a file become addresses of the site. */
export type LinkOptions = {
  /** The address at which the old site had the file; links that are relative to it become absolute. */
  base?: string | undefined
  /** New addresses by the old ones, as the file writes them. */
  map?: ReadonlyMap<string, string> | undefined
  /** Whether the site answers a path, where that is known. */
  serves?: ((path: string) => boolean) | undefined
}

const HOST =
  /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|gov|edu|eu|uk|us|ca|de|dev|app|info|me|ai|help)(?:[/?#]|$)/i

const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}$/i

const UNSAFE = /^(?:javascript|vbscript|data|file|blob):/i

/**
 * The address of a link as it is kept, or nothing where it leads nowhere at all. What cannot be followed as it is written, and
 * does not say what it means, is kept as it is and named: the page shows its words, and an editor can mend it.
 */
export function resolveLink(
  written: string,
  place: Element,
  {base, map, serves}: LinkOptions,
  findings: Findings,
): string | undefined {
  const href = written.trim()
  const mapped = map && mappedAddress(href, map)
  if (mapped !== undefined) return mapped
  if (UNSAFE.test(href.replace(/[\s\0]/g, ''))) {
    findings.add('note', place, readable(href), 'Visitors may not follow this link. Its words were kept.')
    return undefined
  }
  if (href === '#') {
    findings.add('note', place, href, 'A link to nowhere. Its words were kept.')
    return undefined
  }
  if (/%7B%7B|%7B%25|\{\{|\{%/i.test(href)) {
    findings.add(
      'leftover',
      place,
      readable(href),
      'The address of a link that a template should have filled in.',
    )
    return href
  }
  if (href.startsWith('#')) return href
  if (href.startsWith('//') && isSafeHref(`https:${href}`)) return `https:${href}`
  if (EMAIL.test(href)) return `mailto:${href}`
  if (HOST.test(href) && isSafeHref(`https://${href}`)) return `https://${href}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) {
    if (!isSafeHref(href))
      findings.add(
        'note',
        place,
        readable(href),
        'The address of a link that browsers cannot follow. It was kept as it is: mend it in the Studio.',
      )
    return href
  }
  return resolvePath(href, place, {base, serves}, findings)
}

function mappedAddress(href: string, map: ReadonlyMap<string, string>): string | undefined {
  const [, address = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(href) ?? []
  const target = map.get(href) ?? map.get(address)
  return target === undefined || map.has(href) || target.includes('#') ? target : `${target}${hash}`
}

/** A path on the old site. */
function resolvePath(href: string, place: Element, {base, serves}: LinkOptions, findings: Findings): string {
  if (base !== undefined && URL.canParse(href, base)) return new URL(href, base).href
  if (href.startsWith('/')) {
    if (serves && !serves(pathOf(href)))
      findings.add(
        'note',
        place,
        readable(href),
        'A link to an address of the old site, which this site does not have. Give --base or --map, or mend it in the Studio.',
      )
    return href
  }
  const path = new URL(href, 'https://old.invalid/').href
    .replace('https://old.invalid', '')
    .replace(/(?:\/?index)?\.(?:mdx?|html?)(?=$|[?#])/, '')
  const candidate = path === '' ? '/' : path
  if (serves?.(pathOf(candidate))) return candidate
  findings.add(
    'note',
    place,
    readable(href),
    'A link that is relative to the old site. It was kept as it is, and the page shows its words: give --base or --map, or mend it in the Studio.',
  )
  return href
}

const pathOf = (href: string): string => href.replace(/[?#].*$/s, '').replace(/(?<=.)\/+$/, '')

/** An address as the file writes it. */
function readable(href: string): string {
  try {
    return decodeURI(href)
  } catch {
    return href
  }
}
