import {randomUUID} from 'node:crypto'

const MAX_LENGTH = 128
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/

/**
 * Whether a string may be a document's id: at most 128 characters of `a-zA-Z0-9._-`, no segment empty or starting with a
 * dash, `versions` only as the first of at least three segments.
 *
 * Source: https://www.sanity.io/docs/content-lake/ids
 */
export function isDocumentId(id: string): boolean {
  const segments = id.split('.')
  if (id.length > MAX_LENGTH || !segments.every((segment) => SEGMENT.test(segment))) return false
  if (segments[0] === 'drafts' && segments.length < 2) return false
  return segments[0] === 'versions' ? segments.length >= 3 : !segments.includes('versions')
}

/** The id for a new document: as given, random when absent, and random after a prefix that ends with a dot. */
export function completeDocumentId(id: string | undefined): string {
  if (id === undefined || id === '') return randomUUID()
  return id.endsWith('.') ? `${id}${randomUUID()}` : id
}

/** The id under which a draft or a release's version is published; published ids are returned as they are. */
export function publishedIdOf(id: string): string {
  if (id.startsWith('drafts.')) return id.slice('drafts.'.length)
  return id.startsWith('versions.') ? id.split('.').slice(2).join('.') : id
}

export function isPublishedId(id: string): boolean {
  return publishedIdOf(id) === id
}

/** The release that a version belongs to; undefined for drafts and published documents. */
export function releaseOf(id: string): string | undefined {
  return id.startsWith('versions.') ? id.split('.')[1] : undefined
}
