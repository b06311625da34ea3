/** The vocabulary of the lake's modules. Names and shapes follow Sanity's HTTP API. */

/** A stored document. Attributes beyond the system ones are whatever the client wrote. */
export type LakeDocument = {
  _id: string
  _type: string
  _rev: string
  _createdAt: string
  _updatedAt: string
  [attribute: string]: unknown
}

/** One mutation of `/data/mutate`, as received: exactly one of the keys is set. */
export type MutationInput = {
  create?: Record<string, unknown>
  createOrReplace?: Record<string, unknown>
  createIfNotExists?: Record<string, unknown>
  delete?: {id?: string; query?: string; params?: Record<string, unknown>}
  patch?: {
    id?: string
    query?: string
    params?: Record<string, unknown>
    ifRevisionID?: string
    [operation: string]: unknown
  }
}

/** A Mendoza patch: an opaque array understood by the `mendoza` package. */
export type MendozaPatch = unknown[]

/** How a change moves a document forward and back, as Mendoza patches without `_rev`. */
export type Effect = {apply: MendozaPatch; revert: MendozaPatch}

/** One document's part of a committed transaction. */
export type Change = {
  id: string
  before: LakeDocument | null
  after: LakeDocument | null
  /** The mutations that touched this document, with queries already resolved to ids. */
  mutations: MutationInput[]
  effect: Effect
}

/** An entry of the document's event list (`/data/history/:dataset/events/documents/:id`). */
export type DocumentEvent = {
  type: string
  timestamp: string
  author: string
  documentId: string
  versionId?: string
  [detail: string]: unknown
}

/** A committed transaction: the unit that is written to the log, and from which everything else follows. */
export type Transaction = {
  /** Client's id or a fresh one; also the `_rev` of every document that it leaves behind. */
  id: string
  timestamp: string
  author: string
  changes: Change[]
  events: DocumentEvent[]
}

export type RoleName = 'administrator' | 'editor' | 'viewer'

export type User = {
  id: string
  name: string
  email: string
  role: RoleName
}

/** Nobody signed in: an anonymous reader of published documents. */
export type Identity = User | null

export type Perspective = 'raw' | 'published' | string[]
