import {logger} from '#lib/log/logger.ts'
import {currentRequest} from './current-request.ts'
import {errorFacts, isError} from './error-facts.ts'

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

export type Report = (level: 'error' | 'warn' | 'info' | 'debug', facts: object, message: string) => void

/**
 * Has the log say that something was printed, and not what. Next and libraries print addresses as readers sent them, line
 * breaks and one-time links included, and whatever an error quotes.
 */
export function quietConsole(console: Partial<Console>, report: Report = toLogger): void {
  for (const [method, level] of Object.entries(LEVELS))
    Object.assign(console, {
      [method]: (...printed: unknown[]) => {
        const id = currentRequest.getStore()
        const error = printed.find(isError)
        report(
          level,
          {...(id === undefined ? {} : {id}), ...(error ? errorFacts(error) : {})},
          'Something was printed',
        )
      },
    })
}

const toLogger: Report = (level, facts, message) => logger[level](facts, message)
