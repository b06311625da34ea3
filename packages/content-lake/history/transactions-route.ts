import type {LakeRequest, LakeResponse} from '../contracts.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import type {LoggedTransaction} from '../store/logged-transaction.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 1000

/**
 * `GET /data/history/:dataset/transactions/:ids`: the transactions of some documents as lines of JSON, oldest first.
 * `fromTransaction` and `toTransaction` are both included, as the Studio expects.
 */
export async function answerTransactions(
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
  const {index} = dataset
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
  const limit = Number(search.get('limit') ?? DEFAULT_LIMIT)
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT
}

function timeOf(value: string | null, fallback: number): number {
  const time = Date.parse(value ?? '')
  return Number.isNaN(time) ? fallback : time
}
