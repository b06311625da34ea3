import {parseArgs} from 'node:util'
import {env} from '#lib/env.ts'

const USUAL_PORT = 3000

/**
 * How this server runs: flags, then variables of the environment. `-p` or `--port`, and `-H` or `--hostname` for the
 * address to listen on, are those of `next start`.
 *
 * @throws Error naming what is missing or wrong
 */
export function readSettings(args: string[] = process.argv.slice(2)) {
  const {values} = parseArgs({
    args,
    options: {port: {type: 'string', short: 'p'}, hostname: {type: 'string', short: 'H'}},
  })
  const port = Number(values.port ?? process.env.PORT ?? USUAL_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('The port must be a number below 65536.')
  return {...env(), port, hostname: values.hostname, distDir: process.env.NEXT_DIST_DIR || '.next'}
}
