import {AsyncLocalStorage} from 'node:async_hooks'
import {isNativeError} from 'node:util/types'

/** Where the server says what happened. A logger of pino is one. */
export type Logger = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>
>

/** The id of the request that is being answered, wherever something is logged. */
export const currentRequest = new AsyncLocalStorage<string>()

/** The methods of a console that write, and how grave it is what comes by each. */
const LEVELS = {
  error: 'error',
  warn: 'warn',
  log: 'info',
  info: 'info',
  debug: 'debug',
  trace: 'debug',
  dir: 'debug',
} as const

/**
 * Has the log say that something was printed, and not what. Next and libraries print addresses as readers sent them, line
 * breaks and one-time links included, and what an error quotes.
 */
export function quietConsole(console: Partial<Console>, logger: Logger): void {
  for (const [method, level] of Object.entries(LEVELS))
    Object.assign(console, {
      [method]: (...printed: unknown[]) => {
        const id = currentRequest.getStore()
        const error = printed.find(isError)
        logger[level](
          {...(id === undefined ? {} : {id}), ...(error ? errorFacts(error) : {})},
          'Something was printed',
        )
      },
    })
}

/** What programs call their errors. Anything else may be words of a reader. */
const NAME = /^[A-Za-z]\w{0,63}$/
/** Next gives the numbers of a hash, at times with a code of its own: `1234567890@E123`. */
const DIGEST = /^\d{1,20}(?:@E\d{1,6})?$/

export type ErrorFacts = {
  /** The kind of error. */
  error: string
  /** By which Next tells errors of a page apart, as its error pages show it. */
  digest?: string
}

/** All that a log may hold of an error: its message and its stack may quote an address, or what a reader typed. */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (!isError(thrown)) return {error: 'unknown'}
  const digest = 'digest' in thrown && typeof thrown.digest === 'string' ? thrown.digest : ''
  return {error: NAME.test(thrown.name) ? thrown.name : 'Error', ...(DIGEST.test(digest) ? {digest} : {})}
}

/** Whether this is an error, of whichever realm: Next has several. */
function isError(thrown: unknown): thrown is Error {
  return isNativeError(thrown) || thrown instanceof Error
}
