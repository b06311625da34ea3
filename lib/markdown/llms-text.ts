import type {ListItem, PhrasingContent, RootContent} from 'mdast'
import {markdownPath} from '../links/alternate-urls.ts'
import {write} from './document.ts'

type Entry = {path: string; title: string | undefined; description: string | undefined}

type Site = {
  /** Without a slash at the end. */
  siteUrl: string
  name: string
  description: string | undefined
  sections: Readonly<Record<string, readonly Entry[]>>
}

/**
 * What the site holds, for language models: every page as a link to its Markdown. Each part is one line, with any words that an
 * editor gave it.
 *
 * @see https://llmstxt.org/
 */
export function llmsText({siteUrl, name, description, sections}: Site): string {
  const entryOf = ({path, title, description}: Entry): ListItem => {
    const words = oneLine(description)
    const link = {
      type: 'link' as const,
      url: `${siteUrl}${markdownPath(path)}`,
      children: oneLine(title ?? path),
    }
    const children: PhrasingContent[] =
      words.length > 0 ? [link, {type: 'text', value: ': '}, ...words] : [link]
    return {type: 'listItem', spread: false, children: [{type: 'paragraph', children}]}
  }
  const about = oneLine(description)
  const parts: RootContent[] = [
    {type: 'heading', depth: 1, children: oneLine(name)},
    ...(about.length > 0
      ? [{type: 'blockquote' as const, children: [{type: 'paragraph' as const, children: about}]}]
      : []),
    ...Object.entries(sections).flatMap(([title, entries]): RootContent[] =>
      entries.length > 0
        ? [
            {type: 'heading', depth: 2, children: oneLine(title)},
            {type: 'list', ordered: false, spread: false, children: entries.map(entryOf)},
          ]
        : [],
    ),
  ]
  return `${write(parts)}\n`
}

/** Words without line breaks. Next to each other, spaces are one. */
function oneLine(words: string | undefined): PhrasingContent[] {
  const value = words?.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return value ? [{type: 'text', value}] : []
}
