import {isNativeError} from 'node:util/types'

/** What programs call their errors. Anything else may be somebody's words. */
const NAME = /^[A-Za-z]\w{0,63}$/
/** Next gives the numbers of a hash, at times with a code of its own: `1234567890@E123`. */
const DIGEST = /^\d{1,20}(?:@E\d{1,6})?$/

/** Whether this is an error, of whichever realm: Next has several. */
export const isError = (thrown: unknown): thrown is Error => isNativeError(thrown) || thrown instanceof Error

export type ErrorFacts = {
  /** The kind of error. */
  error: string
  /** By which Next tells errors of a page apart, as its error pages show it. */
  digest?: string
}

/** All that a log may hold of an error: its message and its stack may quote an address, or what somebody typed. */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (!isError(thrown)) return {error: 'unknown'}
  const digest = 'digest' in thrown && typeof thrown.digest === 'string' ? thrown.digest : ''
  return {error: NAME.test(thrown.name) ? thrown.name : 'Error', ...(DIGEST.test(digest) ? {digest} : {})}
}
