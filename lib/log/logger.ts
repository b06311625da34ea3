import pino from 'pino'

/** The application's log: one JSON line an event on standard output. Ids and counts only, never what somebody wrote. */
export const logger = pino({level: process.env.LOG_LEVEL || 'info', base: null})
