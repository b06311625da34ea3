import type {LakeContext} from './contracts.ts'

/** Writes one line for people: `[lake] warn: message key=value`. Errors and warnings go to the error stream. */
export const logLine: LakeContext['log'] = (level, message, fields = {}) => {
  const details = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
  const stream = level === 'info' ? process.stdout : process.stderr
  stream.write(`[lake] ${level}: ${message}${details.join('')}\n`)
}
