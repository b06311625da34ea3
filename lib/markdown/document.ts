import {visitorHref} from '#lib/links/href.ts'
import {escapeMarkdown, escapeParagraph} from './escape.ts'

/** Paragraphs with an empty line between them; empty ones are left out. */
export const paragraphs = (parts: readonly (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join('\n\n')

/** A heading; nothing without words. */
export const heading = (level: number, words: string | null | undefined): string =>
  words ? `${'#'.repeat(level)} ${escapeMarkdown(words)}` : ''

/** Plain words; nothing without any. */
export const plain = (words: string | null | undefined): string => (words ? escapeParagraph(words) : '')

type Link = {label: string | null; href: string | null}

/** A link with words of its own; nothing when visitors may not follow it. */
export function link(found: Link | null | undefined): string {
  const href = found?.href && visitorHref(found.href)
  return found?.label && href ? `[${escapeMarkdown(found.label)}](${href})` : ''
}

/** A list with bullets, or with numbers. */
export const list = (entries: readonly string[], kind: 'bullets' | 'numbers' = 'bullets'): string =>
  entries
    .filter(Boolean)
    .map((entry, index) => {
      const sign = kind === 'bullets' ? '-' : `${index + 1}.`
      return `${sign} ${entry.replace(/\n(?=.)/g, `\n${' '.repeat(sign.length + 1)}`)}`
    })
    .join('\n')
