import type {ListItem, PhrasingContent, RootContent} from 'mdast'
import {type VersionFacts, versionState} from '../format/policy-version.ts'
import {escapeHtml} from '../format/text.ts'
import {comparisonPath, feedPath, markdownPath, versionPath} from '../links/paths.ts'
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

type FeedProps = {
  siteUrl: string
  title: string
  slug: string
  /** The newest first. */
  versions: readonly VersionFacts[]
  /** ISO date where the business is. */
  today: string
}

/**
 * The versions of a policy as a feed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4287 The Atom Syndication Format
 */
export function versionsFeed({siteUrl, title, slug, versions, today}: FeedProps): string {
  const at = (path: string) => escapeHtml(`${siteUrl}${path}`)
  const entries = versions.map((version) => {
    const {number, publishedAt, summary, effectiveOn, withdrawnOn} = version
    const state = versionState(version, versions, today)
    const notes = [
      summary,
      effectiveOn && `In force from ${effectiveOn}.`,
      state === 'withdrawn' && `Withdrawn on ${withdrawnOn} before it took effect.`,
    ].filter((note) => typeof note === 'string')
    // Readers of a feed show an entry again when it was updated: on its day, and when it is withdrawn.
    const updated = withdrawnOn ?? (state === 'upcoming' ? undefined : effectiveOn)
    return `  <entry>
    <id>${at(versionPath(slug, number))}</id>
    <title>${escapeHtml(`${title}, version ${number}`)}</title>
    <published>${publishedAt}</published>
    <updated>${updated && updated > publishedAt ? `${updated}T00:00:00Z` : publishedAt}</updated>
    <link href="${at(versionPath(slug, number))}"/>
    ${number > 1 ? `<link rel="related" href="${at(comparisonPath(slug, number - 1, number))}"/>` : ''}
    <summary>${escapeHtml(notes.join(' '))}</summary>
  </entry>`
  })
  const updated =
    versions
      .map(({publishedAt}) => publishedAt)
      .toSorted()
      .at(-1) ?? ''
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${at(versionPath(slug))}</id>
  <title>${escapeHtml(`Versions of the ${title}`)}</title>
  <updated>${updated}</updated>
  <author><name>${escapeHtml(new URL(siteUrl).host)}</name></author>
  <link rel="self" type="application/atom+xml" href="${at(feedPath(slug))}"/>
  <link href="${at(versionPath(slug))}"/>
${entries.join('\n')}
</feed>
`
}
