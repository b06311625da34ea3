import pino from 'pino'
import {DailyFile} from './daily-file.ts'

const {LOG_DIR, LOG_LEVEL} = process.env
const options = {level: LOG_LEVEL || 'info', base: null}

/**
 * The application's log: one JSON line an event, in a file of each day below `LOG_DIR`, or on standard output. Ids and
 * counts only, never words that a person wrote.
 */
export const logger = LOG_DIR ? pino(options, new DailyFile(LOG_DIR, 'application')) : pino(options)
