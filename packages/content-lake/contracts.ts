import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'

/*
 * The types that the lake's modules share. Names and shapes follow Sanity's HTTP API.
 */

/** A stored document. Its other attributes are as the client wrote them. */
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

/** The caller of a request; null for an anonymous one, who reads public documents only. */
export type Identity = User | null

/** Which versions of documents a query sees. An array is a stack of `drafts` and releases, in order of precedence. */
export type Perspective = 'raw' | 'rawWithoutVersions' | 'published' | string[]

/** One dataset as other modules see it. The store behind it sees to durability and order. */
export interface Dataset {
  readonly projectId: string
  readonly name: string
  /** Whether nothing of it may be read without signing in. */
  readonly isPrivate: boolean
  /** Aborts when the dataset is deleted; streams and followers of it end then. */
  readonly gone: AbortSignal
  documents(): ReadonlyMap<string, LakeDocument>
  /**
   * Applies mutations atomically and durably; concurrent commits of one dataset happen one after the other.
   * Resolves when the transaction is on disk and every subscriber has been told.
   *
   * @throws ApiError in the hosted API's shape.
   */
  commit(mutations: MutationInput[], options: CommitOptions): Promise<CommitResult>
  /** Calls back once for every committed transaction, in commit order, before `commit` resolves. */
  subscribe(listener: (transaction: Transaction) => void): () => void
  /**
   * The committed transactions that follow the given one, in commit order; all of them when it is null or unknown.
   * A follower that keeps its own place (webhooks) catches up with it after a crash.
   */
  transactionsAfter(transactionId: string | null): AsyncIterable<Transaction>
}

export type CommitOptions = {
  identity: Identity
  transactionId?: string
  dryRun?: boolean
  autoGenerateArrayKeys?: boolean
}

export type CommitResult = {
  transactionId: string
  results: {id: string; operation: 'create' | 'update' | 'delete' | 'none'; document: LakeDocument | null}[]
}

export type QueryRequest = {
  query: string
  params: Record<string, unknown>
  perspective: Perspective
  identity: Identity
  sourceMap?: boolean
}

type QueryAnswer = {result: unknown; resultSourceMap?: unknown; syncTags: string[]; ms: number}

/**
 * Evaluates GROQ off the thread that answers. One engine per dataset; it follows the dataset's commits by itself, so
 * that a query asked after a commit resolved sees that commit.
 *
 * Every method rejects with ApiError: 400 `queryParseError` for bad GROQ, and the hosted API's time-out error when the
 * evaluation takes longer than the limit.
 */
export interface QueryEngine {
  run(request: QueryRequest): Promise<QueryAnswer>
  /** Ids of the documents that a mutation's query selects, in the raw perspective. */
  select(query: string, params: Record<string, unknown>): Promise<string[]>
  /** Whether a listener's query selects each of the given documents, judged on each alone. `null` is never selected. */
  matches(
    query: string,
    params: Record<string, unknown>,
    documents: (LakeDocument | null)[],
    identity: Identity,
  ): Promise<boolean[]>
  /** Evaluates a projection or filter of a webhook for one change, with `before()`, `after()` and `delta::` available. */
  onChange(input: {
    filter?: string
    projection?: string
    before: LakeDocument | null
    after: LakeDocument | null
  }): Promise<{selected: boolean; projected: unknown}>
  close(): Promise<void>
}

/** A request after routing: the version prefix removed, CORS answered, the caller identified, the body bounded and read. */
export type LakeRequest = {
  incoming: IncomingMessage
  /** For streams only; ordinary handlers return a {@link LakeResponse}. */
  outgoing: ServerResponse
  method: string
  /** `vX`, `v1` or `vYYYY-MM-DD`, as sent; `v1` when the path has none. */
  apiVersion: string
  path: string
  /** Named parts of the route's pattern, decoded. */
  params: Record<string, string>
  search: URLSearchParams
  identity: Identity
  body: Buffer
  /** The body parsed as JSON. Throws ApiError 400 when it is not JSON. */
  json(): unknown
}

/** `body` is sent as JSON unless it is a Buffer or a string, which need `headers['content-type']`. */
export type LakeResponse = {status?: number; headers?: Record<string, string>; body?: unknown}

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/data/query/:dataset`; a last part `:name*` takes the rest of the path. */
  pattern: string
  /** The least role that may call; `anyone` includes anonymous callers. */
  access: 'anyone' | 'viewer' | 'editor' | 'administrator'
  /** Overrides the default body limit, in bytes. */
  maxBody?: number
  /** Returns undefined when it has taken over `outgoing` (streams). */
  handle(request: LakeRequest): Promise<LakeResponse | undefined> | LakeResponse | undefined
}

/** What a module of endpoints (listen, assets, webhooks, …) is given to build its routes. */
export interface LakeContext {
  readonly projectId: string
  /** Directory that this lake owns. */
  readonly dataDir: string
  /** The address clients use, for example `http://localhost:3001`; known once listening. */
  baseUrl(): string
  /** The dataset, or ApiError 404 in the hosted API's shape when it does not exist (`create` makes it instead). */
  dataset(name: string, options?: {create?: boolean}): Dataset
  datasets(): Dataset[]
  /** Calls back for each existing dataset and for each that comes to be. */
  onDataset(listener: (dataset: Dataset) => void): void
  engine(dataset: Dataset): QueryEngine
  /** The user that a bearer token belongs to; null for an unknown token. For callers that arrive outside HTTP. */
  identify(token: string): Identity
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void
}

/** A family of endpoints: its routes, and how it starts and ends. */
export type Feature = {
  routes: Route[]
  /** Called once, when the lake listens and its address is known. */
  started?(): Promise<void>
  /** For WebSocket features: returns true when it took the upgrade. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  close?(): Promise<void>
}
