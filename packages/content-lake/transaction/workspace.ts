import {randomBytes} from 'node:crypto'
import type {Change, LakeDocument, MutationInput} from '../contracts.ts'
import {checkAttributes, completeDocumentId, isDocumentId, isPlainObject} from '../documents.ts'
import {alreadyExists, invalid, notFound, revisionMismatch} from '../errors.ts'
import {effectOf} from '../mendoza.ts'
import type {Attributes, PatchOperations} from './mutations.ts'
import {applyPatch} from './patch.ts'

type Touched = {id: string; operation: 'create' | 'update' | 'delete' | 'none'}
type Work = {before: LakeDocument | null; after: LakeDocument | null; mutations: MutationInput[]}
type NewDocument = {
  _id: string
  _type: string
  _createdAt: string
  _updatedAt: string
  [attribute: string]: unknown
}
type Options = {timestamp: string; autoGenerateArrayKeys?: boolean}

/** The documents as one transaction sees them: the committed ones with the changes that it has made so far. */
export class Workspace {
  readonly #base: ReadonlyMap<string, LakeDocument>
  /** The time of the transaction, as an ISO date. */
  readonly timestamp: string
  readonly #addKeys: boolean
  readonly #work = new Map<string, Work>()
  readonly touched: Touched[] = []

  constructor(base: ReadonlyMap<string, LakeDocument>, {timestamp, autoGenerateArrayKeys = false}: Options) {
    this.#base = base
    this.timestamp = timestamp
    this.#addKeys = autoGenerateArrayKeys
  }

  get(id: string): LakeDocument | null {
    const work = this.#work.get(id)
    return work ? work.after : (this.#base.get(id) ?? null)
  }

  /** Ids of the documents that exist at this point of the transaction. */
  ids(): string[] {
    return [...new Set([...this.#base.keys(), ...this.#work.keys()])].filter((id) => this.get(id))
  }

  create(attributes: Attributes): void {
    const created = this.#newDocument(attributes, null)
    if (this.get(created._id)) throw alreadyExists(created._id)
    this.#change(created._id, {...created, _rev: ''}, {create: created}, 'create')
  }

  createOrReplace(attributes: Attributes): void {
    const current = attributes._id ? this.get(attributes._id) : null
    const created = this.#newDocument(attributes, current)
    const document = {...created, _rev: current?._rev ?? ''}
    this.#change(created._id, document, {createOrReplace: created}, current ? 'update' : 'create')
  }

  createIfNotExists(attributes: Attributes): void {
    if (attributes._id && this.get(attributes._id)) {
      this.touched.push({id: attributes._id, operation: 'none'})
      return
    }
    const created = this.#newDocument(attributes, null)
    this.#change(created._id, {...created, _rev: ''}, {createIfNotExists: created}, 'create')
  }

  /** Deleting what does not exist is no error, as with the hosted API. */
  delete(id: string): void {
    if (this.get(id)) this.#change(id, null, {delete: {id}}, 'delete')
    else this.touched.push({id, operation: 'none'})
  }

  patch(id: string, patch: PatchOperations): void {
    const current = this.get(id)
    if (!current) throw notFound(id)
    const expected = patch.ifRevisionID
    if (expected !== undefined && current._rev !== expected)
      throw revisionMismatch(id, current._rev, expected)
    const prepared = this.#preparePatch(patch)
    const after = applyPatch(current, prepared, this.timestamp)
    checkAttributes(after)
    this.#change(id, after, {patch: {...prepared, id}}, 'update')
  }

  /** The changes of the whole transaction, whose id becomes the revision of every document that it leaves behind. */
  changes(transactionId: string): Change[] {
    const changes: Change[] = []
    for (const [id, {before, after, mutations}] of this.#work) {
      if (!before && !after) continue
      const revised = after && {...after, _rev: transactionId}
      changes.push({id, before, after: revised, mutations, effect: effectOf(before, revised)})
    }
    return changes
  }

  #newDocument(attributes: Attributes, replaced: LakeDocument | null): NewDocument {
    const id = completeDocumentId(attributes._id)
    if (!isDocumentId(id)) throw invalid(`Invalid document ID ${JSON.stringify(id)}`)
    checkAttributes(attributes)
    const {_rev, _createdAt, _updatedAt, ...content} = this.#withKeys(attributes)
    return {
      ...content,
      _id: id,
      _type: attributes._type,
      _createdAt: timestampOr(_createdAt, replaced?._createdAt ?? this.timestamp),
      _updatedAt: timestampOr(_updatedAt, this.timestamp),
    }
  }

  #withKeys<Value extends Record<string, unknown>>(value: Value): Value {
    return this.#addKeys ? recordWithArrayKeys(value) : value
  }

  #preparePatch(patch: PatchOperations): PatchOperations {
    const {set, setIfMissing, merge, insert} = patch
    return {
      ...patch,
      ...(set && {set: this.#withKeys(set)}),
      ...(setIfMissing && {setIfMissing: this.#withKeys(setIfMissing)}),
      ...(merge && {merge: this.#withKeys(merge)}),
      ...(insert && {insert: this.#withKeys(insert)}),
    }
  }

  #change(
    id: string,
    after: LakeDocument | null,
    mutation: MutationInput,
    operation: Touched['operation'],
  ): void {
    const work = this.#work.get(id) ?? {before: this.get(id), after: null, mutations: []}
    this.#work.set(id, {...work, after, mutations: [...work.mutations, mutation]})
    this.touched.push({id, operation})
  }
}

/** A client may give times of its own, as imports do; a value that is no time is ignored. */
function timestampOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : fallback
}

/** The object with a random `_key` on every object that stands in an array and has none, at any depth. */
function recordWithArrayKeys<Value extends Record<string, unknown>>(record: Value): Value {
  const keyed = Object.entries(record).map(([name, item]) => [name, withArrayKeys(item)])
  return {...record, ...Object.fromEntries(keyed)}
}

function withArrayKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withKey(withArrayKeys(item)))
  return isPlainObject(value) ? recordWithArrayKeys(value) : value
}

function withKey(item: unknown): unknown {
  if (!isPlainObject(item) || typeof item._key === 'string') return item
  return {_key: randomBytes(6).toString('hex'), ...item}
}
