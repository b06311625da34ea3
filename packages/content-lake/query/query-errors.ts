import {ApiError, httpError} from '../errors.ts'

/** In seconds. */
const RETRY_LATER = {'retry-after': '2'}

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

/** A listener's query that was cut off each time that a transaction was judged by it. */
export function listenerTooSlow(attempts: number): ApiError {
  const description = `The listener ends: its query took too long to judge a change, ${attempts} times in a row`
  return new ApiError(408, description, {error: {type: 'queryTimeoutError', description}})
}

/** More queries wait than the lake is willing to hold; clients wait and ask again. */
export function tooManyQueries(): ApiError {
  return httpError(429, 'Too many queries are waiting', RETRY_LATER)
}

/** There is no room for a query of somebody who has not signed in; clients wait and ask again. */
export function overloaded(): ApiError {
  return httpError(
    503,
    'The lake is busy with other anonymous queries; sign in or ask again later',
    RETRY_LATER,
  )
}

/** A request whose parts other than the query make no sense. */
export function badRequest(description: string): ApiError {
  return new ApiError(400, description, {error: {type: 'httpBadRequest', description}})
}
