import type {PhrasingContent, RootContent} from 'mdast'
import {gfmAutolinkLiteralToMarkdown} from 'mdast-util-gfm-autolink-literal'
import {gfmStrikethroughToMarkdown} from 'mdast-util-gfm-strikethrough'
import {gfmTableToMarkdown} from 'mdast-util-gfm-table'
import {type Options, toMarkdown} from 'mdast-util-to-markdown'
import {visitorHref} from '../links/href.ts'

declare module 'mdast' {
  interface BlockquoteData {
    /** Quoted words, and no call-out. */
    isQuotation?: boolean
  }
}

/** How parts are written; with or without a backslash before the `@` of e-mail addresses. */
const options = (address: 'escaped' | 'plain'): Options => ({
  bullet: '-',
  listItemIndent: 'one',
  resourceLink: true,
  fences: true,
  // A letter before a list's item is how the twin counts with letters.
  unsafe: [
    {
      atBreak: true,
      before: '(?:[a-zA-Z]{1,2}|[ivxlcIVXLC]{1,8})',
      character: '.',
      after: '[ \\t]',
      inConstruct: 'phrasing',
    },
  ],
  extensions: [
    gfmTableToMarkdown({tablePipeAlign: false}),
    gfmStrikethroughToMarkdown(),
    {
      unsafe: (gfmAutolinkLiteralToMarkdown().unsafe ?? []).filter(
        ({character}) => address === 'escaped' || character !== '@',
      ),
    },
  ],
})

const [PLAIN, ESCAPED] = [options('plain'), options('escaped')]

/**
 * Parts of a text as Markdown (CommonMark 0.31 with GitHub's tables), without a line break at the end. Every sign in their
 * words that Markdown would read as markup is escaped, so that a reader of Markdown finds the same words and marks.
 */
export function write(parts: RootContent[]): string {
  const text = toMarkdown({type: 'root', children: parts}, PLAIN)
  // GitHub's Markdown takes a `_` that marks emphasis for a part of the address beside it.
  const isSafe = !/(?<!\\)_/.test(text)
  return (isSafe ? text : toMarkdown({type: 'root', children: parts}, ESCAPED)).replace(/\n$/, '')
}

/** Paragraphs with an empty line between them; empty ones are left out. */
export const paragraphs = (parts: readonly (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join('\n\n')

/** A heading; nothing without words. */
export function heading(level: 1 | 2 | 3 | 4 | 5 | 6, words: string | null | undefined): string {
  const text = words?.replace(/\s+/g, ' ').trim()
  return text ? write([{type: 'heading', depth: level, children: [{type: 'text', value: text}]}]) : ''
}

/** Plain words in the paragraphs and lines that they have; nothing without any. */
export const plain = (words: string | null | undefined): string =>
  write(
    (words ?? '').split(/(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)/).flatMap((part): RootContent[] => {
      const children = lines(part)
      return children.length > 0 ? [{type: 'paragraph', children}] : []
    }),
  )

/** Bold words; nothing without any. */
export function bold(words: string | null | undefined): string {
  const children = lines(words)
  return children.length > 0 ? write([{type: 'paragraph', children: [{type: 'strong', children}]}]) : ''
}

/** The lines of some words, without the spaces around each. */
const lines = (words: string | null | undefined): PhrasingContent[] =>
  (words ?? '')
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .flatMap((value, index): PhrasingContent[] =>
      index > 0 ? [{type: 'break'}, {type: 'text', value}] : [{type: 'text', value}],
    )

type Link = {label: string | null; href: string | null}

/** A link with words of its own; nothing when visitors may not follow it. */
export function link(found: Link | null | undefined): string {
  const url = found?.href && visitorHref(found.href)
  const children = lines(found?.label)
  return url && children.length > 0
    ? write([{type: 'paragraph', children: [{type: 'link', url, children}]}])
    : ''
}

/** A list with bullets, or with numbers, of entries that are Markdown already. */
export const list = (entries: readonly string[], kind: 'bullets' | 'numbers' = 'bullets'): string =>
  entries
    .filter(Boolean)
    .map((entry, index) => {
      const sign = kind === 'bullets' ? '-' : `${index + 1}.`
      return `${sign} ${entry.replace(/\n(?=.)/g, `\n${' '.repeat(sign.length + 1)}`)}`
    })
    .join('\n')
