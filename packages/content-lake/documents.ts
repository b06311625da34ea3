import {randomUUID} from 'node:crypto'
import {invalid} from './errors.ts'

/**
 * A document's id says what it is a version of: `drafts.<published id>` is a draft, `versions.<release>.<published id>`
 * belongs to a release, anything else is published. The rules are those of https://www.sanity.io/docs/content-lake/ids
 */
const DRAFTS = 'drafts.'
const VERSIONS = 'versions.'

const MAX_ID_CHARACTERS = 128
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/

/**
 * Whether a string may be a document's id: at most 128 characters of `a-zA-Z0-9._-`, no segment empty or starting with a
 * dash, `versions` only as the first of at least three segments.
 */
export function isDocumentId(id: string): boolean {
  const segments = id.split('.')
  if (id.length > MAX_ID_CHARACTERS || !segments.every((segment) => SEGMENT.test(segment))) return false
  if (segments[0] === 'drafts' && segments.length < 2) return false
  return segments[0] === 'versions' ? segments.length >= 3 : !segments.includes('versions')
}

/** The id for a new document: as given, random when absent, and random after a prefix that ends with a dot. */
export function completeDocumentId(id: string | undefined): string {
  if (id === undefined || id === '') return randomUUID()
  return id.endsWith('.') ? `${id}${randomUUID()}` : id
}

/** Whether the id is that of a published document: neither a draft nor a version in a release. */
export function isPublishedId(id: string): boolean {
  return !id.startsWith(DRAFTS) && !id.startsWith(VERSIONS)
}

/** The id that a draft or version has, or would have, once it is published; published ids are returned as they are. */
export function publishedIdOf(id: string): string {
  if (id.startsWith(DRAFTS)) return id.slice(DRAFTS.length)
  if (!id.startsWith(VERSIONS)) return id
  const afterRelease = id.indexOf('.', VERSIONS.length)
  return afterRelease === -1 ? id : id.slice(afterRelease + 1)
}

/** The release that a version belongs to; undefined for drafts and published documents. */
export function releaseOf(id: string): string | undefined {
  return id.startsWith(VERSIONS) ? id.split('.')[1] : undefined
}

/** The id of the document that describes a release. */
export function releaseDocumentId(release: string): string {
  return `_.releases.${release}`
}

/** The id of a published document's counterpart in a layer: `published`, `drafts` or the name of a release. */
export function idInLayer(layer: string, publishedId: string): string {
  if (layer === 'published') return publishedId
  return layer === 'drafts' ? `${DRAFTS}${publishedId}` : `${VERSIONS}${layer}.${publishedId}`
}

/** Whether publishing its release unpublishes the document of a version instead of replacing it. */
export function isMarkedForUnpublishing({_system: system}: Record<string, unknown>): boolean {
  return isPlainObject(system) && system.delete === true
}

/** Whether a JSON value is an object, and neither an array nor null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ATTRIBUTE_NAME = /^\$?[A-Za-z0-9_-]+$/
const MAX_DEPTH = 64

/**
 * Refuses values that the hosted API does not store: attribute names other than `^\$?[a-zA-Z0-9_-]+$`, and nesting so deep
 * that readers would overflow their stack.
 *
 * @throws RefusedError 400.
 */
export function checkAttributes(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw invalid(`values may be nested at most ${MAX_DEPTH} levels deep`)
  if (Array.isArray(value)) {
    for (const item of value) checkAttributes(item, depth + 1)
    return
  }
  for (const [name, item] of Object.entries(value)) {
    if (!ATTRIBUTE_NAME.test(name) || name === '__proto__')
      throw invalid(`invalid attribute name ${JSON.stringify(name)}`)
    checkAttributes(item, depth + 1)
  }
}
