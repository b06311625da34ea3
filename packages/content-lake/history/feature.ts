import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {httpError} from '../errors.ts'
import {answerEvents} from './events-route.ts'
import {documentAt, type Moment} from './revisions.ts'
import {answerTransactions} from './transactions-route.ts'

const MAX_IDS = 100

/** What the Studio's history, comparison and restoring are made of. */
export function createHistoryFeature(datasetNamed: (name: string) => StoredDataset): Feature {
  return {
    routes: [
      {
        method: 'GET',
        pattern: '/data/history/:dataset/transactions/:ids',
        access: 'viewer',
        handle: (request) => answerTransactions(datasetNamed(name(request)), request, idsOf(request)),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/documents/:ids',
        access: 'viewer',
        handle: (request) => answerDocuments(datasetNamed(name(request)), request),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/events/documents/:id',
        access: 'viewer',
        handle: (request) => answerEvents(datasetNamed(name(request)), request, request.params.id ?? ''),
      },
      {
        method: 'GET',
        pattern: '/data/history/:dataset/events/releases/:id',
        access: 'viewer',
        handle: () => ({body: {events: [], nextCursor: ''}}),
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

function name(request: LakeRequest): string {
  return request.params.dataset ?? ''
}

function idsOf(request: LakeRequest): string[] {
  const ids = (request.params.ids ?? '').split(',').filter(Boolean)
  if (ids.length > MAX_IDS) throw httpError(400, `At most ${MAX_IDS} document IDs can be asked for at once`)
  return ids
}
