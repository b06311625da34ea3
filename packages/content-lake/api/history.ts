import type {DocumentEvent, Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {documentAt, type Moment} from '../dataset/past.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {isPlainObject, isPublishedId, releaseDocumentId} from '../documents.ts'
import {httpError} from '../errors.ts'
import type {LoggedTransaction} from '../store/logged-transaction.ts'

/** How many documents one request may name. */
const MAX_IDS = 100
/** How many transactions are answered when the request names no limit. */
const DEFAULT_TRANSACTIONS = 50
const MAX_TRANSACTIONS = 1_000
const DEFAULT_EVENTS = 100

/** `GET /data/history/…`: documents, transactions and events of the past, for the Studio's history, comparison and restoring. */
export function createHistoryFeature(datasetNamed: (name: string) => StoredDataset): Feature {
  return {
    routes: [
      {
        method: 'GET',
        pattern: '/data/history/:dataset/transactions/:ids',
        access: 'viewer',
        handle: (request) => answerTransactions(datasetNamed(datasetName(request)), request, idsOf(request)),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/documents/:ids',
        access: 'viewer',
        handle: (request) => answerDocuments(datasetNamed(datasetName(request)), request),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/events/documents/:id',
        access: 'viewer',
        handle: (request) =>
          answerEvents(datasetNamed(datasetName(request)), request, request.params.id ?? ''),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/events/releases/:id',
        access: 'viewer',
        handle: (request) =>
          answerReleaseEvents(datasetNamed(datasetName(request)), request, request.params.id ?? ''),
      },
    ],
  }
}

async function answerDocuments(dataset: StoredDataset, request: LakeRequest): Promise<LakeResponse> {
  const moment = momentOf(request.search)
  const found = await Promise.all(idsOf(request).map((id) => documentAt(dataset, id, moment)))
  return {body: {documents: found.filter((document) => document !== null)}}
}

function momentOf(search: URLSearchParams): Moment {
  const revision = search.get('revision')
  if (revision) return {revision}
  if (search.get('lastRevision') === 'true') return {lastRevision: true}
  const time = search.get('time') ?? new Date().toISOString()
  if (Number.isNaN(Date.parse(time))) throw httpError(400, `Invalid time ${JSON.stringify(time)}`)
  return {time}
}

function datasetName(request: LakeRequest): string {
  return request.params.dataset ?? ''
}

function idsOf(request: LakeRequest): string[] {
  const ids = (request.params.ids ?? '').split(',').filter(Boolean)
  if (ids.length > MAX_IDS) throw httpError(400, `At most ${MAX_IDS} document IDs can be asked for at once`)
  return ids
}

/**
 * `GET /data/history/:dataset/transactions/:ids`: the transactions of some documents as lines of JSON, oldest first.
 * `fromTransaction` and `toTransaction` are both included, as the Studio expects.
 */
async function answerTransactions(
  dataset: StoredDataset,
  request: LakeRequest,
  ids: string[],
): Promise<LakeResponse> {
  const {search} = request
  const numbers = select(dataset, ids, search)
  const lines: string[] = []
  for (const number of numbers) {
    lines.push(`${JSON.stringify(present(await dataset.transactions.read(number), ids, search))}\n`)
  }
  return {headers: {'content-type': 'application/x-ndjson; charset=utf-8'}, body: lines.join('')}
}

function select(dataset: StoredDataset, ids: string[], search: URLSearchParams): number[] {
  const {index} = dataset.transactions
  const from = index.numberOf(search.get('fromTransaction') ?? '') ?? 0
  const to = index.numberOf(search.get('toTransaction') ?? '') ?? Number.POSITIVE_INFINITY
  const fromTime = timeOf(search.get('fromTime'), Number.NEGATIVE_INFINITY)
  const toTime = timeOf(search.get('toTime'), Number.POSITIVE_INFINITY)
  const numbers = [...new Set(ids.flatMap((id) => index.ofDocument(id)))]
    .sort((a, b) => a - b)
    .filter((number) => number >= from && number <= to)
    .filter((number) => {
      const time = Date.parse(index.entries()[number]?.timestamp ?? '')
      return time >= fromTime && time <= toTime
    })
  if (search.get('reverse') === 'true') numbers.reverse()
  return numbers.slice(0, limitOf(search))
}

function present(
  transaction: LoggedTransaction,
  ids: string[],
  search: URLSearchParams,
): Record<string, unknown> {
  const {id, timestamp, author} = transaction
  const changes = transaction.changes.filter((change) => ids.includes(change.id))
  const withoutMutations =
    search.get('excludeContent') === 'true' || search.get('excludeMutations') === 'true'
  return {
    id,
    timestamp,
    author,
    documentIDs: changes.map((change) => change.id),
    ...(!withoutMutations && {mutations: changes.flatMap((change) => change.mutations)}),
    ...(search.get('effectFormat') === 'mendoza' && {
      effects: Object.fromEntries(changes.map((change) => [change.id, change.effect])),
    }),
  }
}

function limitOf(search: URLSearchParams): number {
  const limit = Number(search.get('limit') ?? DEFAULT_TRANSACTIONS)
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, MAX_TRANSACTIONS) : DEFAULT_TRANSACTIONS
}

function timeOf(value: string | null, fallback: number): number {
  const time = Date.parse(value ?? '')
  return Number.isNaN(time) ? fallback : time
}

/** `GET /data/history/:dataset/events/documents/:id`: the events of a document, newest first. */
async function answerEvents(
  dataset: StoredDataset,
  {search}: LakeRequest,
  documentId: string,
): Promise<LakeResponse> {
  const {events, nextCursor} = await eventsAbout(dataset, documentId, search)
  return {body: {events: {[documentId]: events}, nextCursor}}
}

/** `GET /data/history/:dataset/events/releases/:id`: the events of a release, newest first. */
async function answerReleaseEvents(
  dataset: StoredDataset,
  {search}: LakeRequest,
  releaseName: string,
): Promise<LakeResponse> {
  const {events, nextCursor} = await eventsAbout(dataset, releaseDocumentId(releaseName), search)
  const presented = events.map(({documentId, document, ...event}) => ({
    ...event,
    releaseName,
    ...(isPlainObject(document) && document),
  }))
  return {body: {events: presented, nextCursor}}
}

/**
 * A page of the events of a document, newest first. `nextCursor` is empty on the last page, and otherwise the number of the
 * last transaction on this page.
 */
async function eventsAbout(
  dataset: StoredDataset,
  documentId: string,
  search: URLSearchParams,
): Promise<{events: DocumentEvent[]; nextCursor: string}> {
  const limit = Number(search.get('limit')) || DEFAULT_EVENTS
  const before = search.get('nextCursor') ? Number(search.get('nextCursor')) : Number.POSITIVE_INFINITY
  const numbers = dataset.transactions.index.ofEvents(documentId).filter((number) => number < before)
  const events: DocumentEvent[] = []
  let nextCursor = ''
  for (const number of numbers.toReversed()) {
    if (events.length >= limit) break
    const transaction = await dataset.transactions.read(number)
    events.push(...transaction.events.filter((event) => isAbout(event, documentId)))
    nextCursor = String(number)
  }
  if (nextCursor === String(numbers[0] ?? '')) nextCursor = ''
  return {events, nextCursor}
}

function isAbout({documentId, versionId}: DocumentEvent, id: string): boolean {
  return isPublishedId(id) ? documentId === id : versionId === id
}
