import {currentRequest} from './current-request.ts'
import {errorFacts, isError} from './error-facts.ts'
import type {Logger} from './logger.ts'

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
 * breaks and one-time links included, and whatever an error quotes.
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
