import {invalidRequest} from '../errors.ts'
import type {FormFields} from '../http.ts'
import {parseRequest} from '../schema/check.ts'
import type {Objects, Requests, Wire, WireList} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'

type Definition<Name extends keyof Requests> = {
  method: 'GET' | 'POST' | 'DELETE'
  /** `/v1/prices/:id` */
  path: string
  request: Name
  /** The parameters that are acted upon, as `line_items.price`; a name covers everything below it. */
  honours: string[]
  handle(ledger: Ledger, params: Requests[Name], id: string): object
}

/** One modelled call of the API. */
export type ApiRoute = {
  method: string
  path: string
  /** @throws StripeError when the call is refused. */
  run(ledger: Ledger, form: FormFields, id: string): object
}

/**
 * Binds a call to the SDK's parameters for it. A parameter that Stripe knows and the stand-in does not act upon is
 * refused, since ignoring it would let a caller believe that it worked.
 */
export function defineRoute<Name extends keyof Requests>(definition: Definition<Name>): ApiRoute {
  const honours = ['expand', ...definition.honours]
  return {
    method: definition.method,
    path: definition.path,
    run(ledger, form, id) {
      const params = parseRequest(definition.request, form)
      const unmodelled = namesIn(form).find(
        (name) => !honours.some((known) => `${name}.`.startsWith(`${known}.`)),
      )
      if (unmodelled) {
        const message = `The local stand-in does not model the parameter ${unmodelled} of ${definition.request}.`
        throw invalidRequest(message, {param: unmodelled.replace(/\.([^.]+)/g, '[$1]')})
      }
      return definition.handle(ledger, params, id)
    },
  }
}

/** The call that reads one object by its id. */
export function defineRetrieve(name: keyof Objects, path: string, request: keyof Requests): ApiRoute {
  return defineRoute({
    method: 'GET',
    path,
    request,
    honours: [],
    handle: (ledger, _params, id) => ledger.get(name, id),
  })
}

/** The dotted names of all leaves; positions in lists do not count. */
function namesIn(form: FormFields, prefix = ''): string[] {
  return Object.entries(form).flatMap(([name, value]) => {
    const here = `${prefix}${name}`
    const groups = Array.isArray(value) ? value : [value]
    return groups.flatMap((group) =>
      typeof group === 'string' || Array.isArray(group) ? [here] : namesIn(group, `${here}.`),
    )
  })
}

/** The parameters that page through every list, and filter it by time: https://docs.stripe.com/api/pagination */
export const PAGE_PARAMS = ['created', 'limit', 'starting_after', 'ending_before']

/** Their values. */
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

type MetadataParam = {[name: string]: string | number | null}

/**
 * What metadata is after a call: names given replace, an empty value removes its name, and an empty text in place of the
 * whole removes everything. Limits: https://docs.stripe.com/metadata
 *
 * @throws StripeError 400 beyond 50 names, 40 characters a name or 500 characters a value.
 */
export function mergeMetadata(
  current: Record<string, string> | null,
  given: MetadataParam | '' | null | undefined,
): Record<string, string> {
  if (given === '' || given === null) return {}
  const merged = {...current}
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name.length > 40) throw tooLong('Metadata keys', 40, name)
    if (String(value ?? '').length > 500) throw tooLong('Metadata values', 500, name)
    if (value === '' || value === null) delete merged[name]
    else merged[name] = String(value)
  }
  if (Object.keys(merged).length > 50) {
    throw invalidRequest('Metadata can have up to 50 keys.', {param: 'metadata'})
  }
  return merged
}

function tooLong(what: string, limit: number, name: string) {
  return invalidRequest(`${what} can have up to ${limit} characters.`, {param: `metadata[${name}]`})
}

/** The fields whose values differ, as they were: an event's `previous_attributes`. */
export function previousValues(before: object, after: object): Record<string, unknown> {
  const now = new Map(Object.entries(after))
  return Object.fromEntries(
    Object.entries(before).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(now.get(field)),
    ),
  )
}
