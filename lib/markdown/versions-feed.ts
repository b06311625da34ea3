import {escapeHtml} from '../format/escape-html.ts'
import {type VersionFacts, versionState} from '../format/policy-version.ts'
import {comparisonPath, feedPath, versionPath} from '../links/version-path.ts'

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
