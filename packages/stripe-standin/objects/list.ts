import {invalidRequest} from '../errors.ts'
import type {Objects} from '../schema/roots.ts'
import type {Ledger} from './ledger.ts'
import type {Wire, WireList} from './wire.ts'

/** What every list takes: https://docs.stripe.com/api/pagination */
export type ListParams = {
  limit?: number
  starting_after?: string
  ending_before?: string
  created?: number | {gt?: number; gte?: number; lt?: number; lte?: number}
}

/**
 * One page of the objects that match, newest first, for `/v1/<url>`.
 *
 * @throws StripeError 400 when the limit is not within 1 and 100, or a cursor is no object of this list.
 */
export function listPage<Name extends keyof Objects>(
  ledger: Ledger,
  name: Name,
  url: string,
  params: ListParams,
  matches: (object: Wire<Name>) => boolean = () => true,
): WireList {
  const limit = params.limit ?? 10
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidRequest('Invalid limit: it must be between 1 and 100.', {param: 'limit'})
  }
  if (params.starting_after && params.ending_before) {
    throw invalidRequest('You may only specify one of these parameters: starting_after, ending_before.')
  }
  const rows = params.ending_before
    ? ledger.oldestFirst(name, cursor(ledger, name, params.ending_before, 'ending_before'))
    : ledger.newestFirst(
        name,
        params.starting_after ? cursor(ledger, name, params.starting_after, 'starting_after') : undefined,
      )
  const found: Wire<Name>[] = []
  for (const object of rows) {
    if (found.length > limit) break
    if (isWithin(object, params.created) && matches(object)) found.push(object)
  }
  const data = found.slice(0, limit)
  if (params.ending_before) data.reverse()
  return {object: 'list', url: `/v1/${url}`, has_more: found.length > limit, data}
}

function cursor(ledger: Ledger, name: keyof Objects, id: string, param: string): number {
  const row = ledger.row(id)
  if (row?.name !== name) throw invalidRequest(`No such ${name}: '${id}'`, {param, code: 'resource_missing'})
  return row.seq
}

function isWithin(object: object, range: ListParams['created']): boolean {
  if (range === undefined || !('created' in object) || typeof object.created !== 'number') return true
  const {created} = object
  if (typeof range === 'number') return created === range
  const {gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity} = range
  return created > gt && created >= gte && created < lt && created <= lte
}
