/**
 * A document's id says which layer it lives in: `drafts.<published id>` is a draft, `versions.<release>.<published id>`
 * belongs to a release, anything else is published.
 *
 * @see https://www.sanity.io/docs/content-lake/ids
 */
const DRAFTS = 'drafts.'
const VERSIONS = 'versions.'

/** Whether the id is that of a published document: neither a draft nor part of a release. */
export function isPublishedId(id: string): boolean {
  return !id.startsWith(DRAFTS) && !id.startsWith(VERSIONS)
}

/** The id that a document has, or would have, once it is published. */
export function publishedId(id: string): string {
  if (id.startsWith(DRAFTS)) return id.slice(DRAFTS.length)
  if (!id.startsWith(VERSIONS)) return id
  const afterRelease = id.indexOf('.', VERSIONS.length)
  return afterRelease === -1 ? id : id.slice(afterRelease + 1)
}

/** The id of a published document's counterpart in a layer: `published`, `drafts` or the name of a release. */
export function idInLayer(layer: string, published: string): string {
  if (layer === 'published') return published
  return layer === 'drafts' ? `${DRAFTS}${published}` : `${VERSIONS}${layer}.${published}`
}
