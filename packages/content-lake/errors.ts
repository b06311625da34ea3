/** An answer other than success, in the hosted API's shape. */
export class ApiError extends Error {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>

  constructor(status: number, message: string, body: unknown, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An error outside of queries and mutations, where the hosted API answers `{statusCode, error, message}`. */
export function httpError(status: number, message: string, headers?: Record<string, string>): ApiError {
  const body = {statusCode: status, error: REASONS[status] ?? 'Error', message}
  return new ApiError(status, message, body, headers)
}

/** A write whose body has the wrong shape as a whole. */
export function malformed(message: string): ApiError {
  return new ApiError(400, message, {error: {type: 'validationError', description: message}})
}

/** A query whose parts other than the GROQ make no sense. */
export function badRequest(description: string): ApiError {
  return new ApiError(400, description, {error: {type: 'httpBadRequest', description}})
}

/** GROQ that does not parse. `start` and `end` are offsets into the query, which clients underline. */
export function queryParseError(query: string, description: string, start: number, end: number): ApiError {
  return new ApiError(400, description, {error: {type: 'queryParseError', description, query, start, end}})
}

/** GROQ that parses and cannot be evaluated: a function without an implementation, a result out of bounds. */
export function queryError(description: string): ApiError {
  return new ApiError(400, description, {error: {type: 'queryError', description}})
}

/** A query that was cut off. Clients retry on 5xx and 429, which would only run it again; hence 408. */
export function queryTimeoutError(limitMs: number): ApiError {
  const description = `Query timed out: it took longer than ${limitMs} ms`
  return new ApiError(408, description, {error: {type: 'queryTimeoutError', description}})
}

/** A listener's query that was cut off each time that a transaction was compared with it. */
export function listenerTooSlow(attempts: number): ApiError {
  const description = `The listener ends: its query took too long to judge a change, ${attempts} times in a row`
  return new ApiError(408, description, {error: {type: 'queryTimeoutError', description}})
}

const RETRY_AFTER_SECONDS = {'retry-after': '2'}

/** More queries wait than the lake is willing to hold; clients wait and ask again. */
export function tooManyQueries(): ApiError {
  return httpError(429, 'Too many queries are waiting', RETRY_AFTER_SECONDS)
}

/** No thread is free for the query of an anonymous caller; clients wait and ask again. */
export function overloaded(): ApiError {
  return httpError(
    503,
    'The lake is busy with other anonymous queries; sign in or ask again later',
    RETRY_AFTER_SECONDS,
  )
}

type Detail = {type: string; [detail: string]: unknown}

/** Which API was called: both answer in the same shape under another name. */
export type ErrorScope = 'mutationError' | 'actionError'

/** One mutation or action was refused; nothing of the transaction was kept. */
export class RefusedError extends Error {
  readonly status: number
  readonly detail: Detail

  constructor(status: number, message: string, detail: Detail) {
    super(message)
    this.status = status
    this.detail = detail
  }

  /** The answer to the client. `index` is the place of the refused mutation or action in the request. */
  toApiError(scope: ErrorScope, index: number): ApiError {
    const prefix = scope === 'mutationError' ? 'Mutation failed' : 'Action failed'
    const description = `${prefix}: ${this.message}`
    const items = [{error: {description: this.message, ...this.detail}, index}]
    return new ApiError(this.status, description, {error: {type: scope, description, items}})
  }
}

/** The mutation or action cannot be applied to the document in any state of it. */
export function invalid(message: string): RefusedError {
  return new RefusedError(400, message, {type: 'validationError'})
}

export function insufficientPermissions(permission: string): RefusedError {
  return new RefusedError(403, `Insufficient permissions; permission "${permission}" required`, {
    type: 'insufficientPermissionsError',
    permissions: [permission],
  })
}

export function alreadyExists(id: string): RefusedError {
  return new RefusedError(409, `Document by ID "${id}" already exists`, {
    type: 'documentAlreadyExistsError',
    id,
  })
}

export function notFound(id: string): RefusedError {
  return new RefusedError(404, `The document with the ID "${id}" was not found`, {
    type: 'documentNotFoundError',
    id,
  })
}

export function revisionMismatch(id: string, current: string | undefined, expected: string): RefusedError {
  return new RefusedError(
    409,
    `Document "${id}" has unexpected revision ID ("${current ?? ''}"), expected "${expected}"`,
    {
      type: 'documentRevisionIDDoesNotMatchError',
      id,
      currentRevisionID: current ?? '',
      expectedRevisionID: expected,
    },
  )
}

export function stillReferenced(id: string, referencingIDs: string[]): RefusedError {
  const from = referencingIDs.map((other) => `"${other}"`).join(', ')
  return new RefusedError(
    409,
    `Document "${id}" cannot be deleted as there are references to it from ${from}`,
    {
      type: 'documentHasExistingReferencesError',
      id,
      referencingIDs,
    },
  )
}

export function referencesMissing(id: string, referenceID: string): RefusedError {
  return new RefusedError(409, `Document "${id}" references non-existent document "${referenceID}"`, {
    type: 'documentReferenceDoesNotExistError',
    id,
    referenceID,
  })
}
