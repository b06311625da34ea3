import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Identity, LakeDocument, MutationInput, Perspective, Transaction} from './types.ts'

/** What the rest of the lake sees of one dataset. The store behind it owns durability and order. */
export interface Dataset {
  readonly projectId: string
  readonly name: string
  /** Whether nothing of it may be read without signing in. */
  readonly isPrivate: boolean
  /** Aborts when the dataset is deleted; whoever follows it ends then. */
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

export type QueryAnswer = {result: unknown; resultSourceMap?: unknown; syncTags: string[]; ms: number}

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

/** What a feature module (listen, assets, webhooks, …) is given to build its routes. */
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
  /** The user that a bearer token belongs to; null when it belongs to nobody. For callers that arrive outside HTTP. */
  identify(token: string): Identity
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void
}

/** A feature: its routes, and how it begins and ends. */
export type Feature = {
  routes: Route[]
  /** Called once, when the lake listens and its address is known. */
  started?(): Promise<void>
  /** For WebSocket features: returns true when it took the upgrade. */
  upgrade?(request: IncomingMessage, socket: import('node:stream').Duplex, head: Buffer): boolean
  close?(): Promise<void>
}
