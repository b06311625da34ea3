import {applyPatch} from 'mendoza'
import {z} from 'zod'
import type {Change, LakeDocument, Transaction} from '../contracts.ts'
import {isPlainObject} from '../documents.ts'
import {withoutRevision} from '../mendoza.ts'

const Patch = z.array(z.unknown())

/**
 * A transaction as the log holds it: without the documents, which follow from the effects of the transactions before it.
 */
export const LoggedTransaction = z.object({
  id: z.string(),
  timestamp: z.string(),
  author: z.string(),
  changes: z.array(
    z.object({
      id: z.string(),
      /** Revision that the change replaced; null when the document did not exist. */
      previousRev: z.string().nullable(),
      mutations: z.array(z.record(z.string(), z.unknown())),
      effect: z.object({apply: Patch, revert: Patch}),
    }),
  ),
  events: z.array(
    z.looseObject({
      type: z.string(),
      timestamp: z.string(),
      author: z.string(),
      documentId: z.string(),
      versionId: z.string().optional(),
    }),
  ),
})

export type LoggedTransaction = z.infer<typeof LoggedTransaction>
type LoggedChange = LoggedTransaction['changes'][number]

const StoredDocument = z.looseObject({
  _id: z.string(),
  _type: z.string(),
  _rev: z.string(),
  _createdAt: z.string(),
  _updatedAt: z.string(),
})

/** @throws ZodError when a value that was read from disk is no document. */
export function parseDocument(value: unknown): LakeDocument {
  return StoredDocument.parse(value)
}

export function toLogged({id, timestamp, author, changes, events}: Transaction): LoggedTransaction {
  return {
    id,
    timestamp,
    author,
    changes: changes.map(({id, before, mutations, effect}) => ({
      id,
      previousRev: before?._rev ?? null,
      mutations,
      effect,
    })),
    events,
  }
}

/** The document after a logged change, given the one before it. */
export function replay(
  before: LakeDocument | null,
  change: LoggedChange,
  transactionId: string,
): LakeDocument | null {
  const after: unknown = applyPatch(withoutRevision(before), change.effect.apply)
  return isPlainObject(after) ? parseDocument({...after, _rev: transactionId}) : null
}

/** The document before a logged change, given the one after it. */
export function rewind(after: LakeDocument | null, change: LoggedChange): LakeDocument | null {
  const before: unknown = applyPatch(withoutRevision(after), change.effect.revert)
  return isPlainObject(before) ? parseDocument({...before, _rev: change.previousRev}) : null
}

/** The whole transaction again, given the documents before it. */
export function fromLogged(
  logged: LoggedTransaction,
  documentBefore: (id: string) => LakeDocument | null,
): Transaction {
  const changes = logged.changes.map((change): Change => {
    const before = documentBefore(change.id)
    return {...change, before, after: replay(before, change, logged.id)}
  })
  return {...logged, changes}
}

/** Where a transaction lies in the log (bytes), and which documents it concerns. */
export type IndexEntry = {
  id: string
  timestamp: string
  offset: number
  size: number
  documentIds: string[]
  /** Documents and versions that the transaction's events name. */
  eventIds: string[]
}

/**
 * Finds transactions without holding them: by id, by document, by event. A transaction's number is its place in commit
 * order, from 0.
 */
export class TransactionIndex {
  readonly #entries: IndexEntry[] = []
  readonly #byId = new Map<string, number>()
  readonly #byDocument = new Map<string, number[]>()
  readonly #byEvent = new Map<string, number[]>()

  add(entry: IndexEntry): void {
    const number = this.#entries.push(entry) - 1
    this.#byId.set(entry.id, number)
    for (const id of entry.documentIds) append(this.#byDocument, id, number)
    for (const id of entry.eventIds) append(this.#byEvent, id, number)
  }

  get length(): number {
    return this.#entries.length
  }

  entries(): readonly IndexEntry[] {
    return this.#entries
  }

  numberOf(transactionId: string): number | undefined {
    return this.#byId.get(transactionId)
  }

  /** Numbers of the transactions that changed the document, oldest first. */
  ofDocument(documentId: string): readonly number[] {
    return this.#byDocument.get(documentId) ?? []
  }

  /** Numbers of the transactions with events about the document or version, oldest first. */
  ofEvents(documentId: string): readonly number[] {
    return this.#byEvent.get(documentId) ?? []
  }
}

function append(index: Map<string, number[]>, key: string, number: number): void {
  const numbers = index.get(key)
  if (numbers) numbers.push(number)
  else index.set(key, [number])
}

/** The index entry of a transaction that was written at `offset`. */
export function indexEntry(
  {id, timestamp, changes, events}: LoggedTransaction,
  offset: number,
  size: number,
): IndexEntry {
  const eventIds = events.flatMap(({documentId, versionId}) =>
    versionId ? [documentId, versionId] : [documentId],
  )
  return {
    id,
    timestamp,
    offset,
    size,
    documentIds: changes.map((change) => change.id),
    eventIds: [...new Set(eventIds)],
  }
}
