import {parseArgs} from 'node:util'
import {startDocumentServer} from '@local/document-server'
import {env} from '#lib/env.ts'
import {policySettings} from '#lib/http/content-policies.ts'
import {problemPage} from '#lib/http/errors.ts'
import {changeLimit} from '#lib/http/request.ts'
import {DailyFile, logger} from '#lib/log.ts'
import {redisOptions} from '#lib/redis.ts'
import {runShutdownHooks} from '#lib/shutdown-hooks.ts'

const USUAL_PORT = 3000

/** Pictures are named by the hash of what they show, and their size. */
const PICTURE = /^\/media\/[0-9a-f]{40}-\d+x\d+\.[a-z]+$/

/**
 * Starts the site in production. `-p` or `--port`, and `-H` or `--hostname` for the address to listen on, are those of
 * `next start`.
 */
const settings = env()
const {port, hostname} = readFlags(process.argv.slice(2))
// What runs within Next reaches the site under this port.
process.env.PORT = String(port)
const accessFile = settings.LOG_DIR === undefined ? process.stdout : new DailyFile(settings.LOG_DIR, 'access')

await startDocumentServer({
  root: import.meta.dirname,
  buildFolder: process.env.NEXT_DIST_DIR || '.next',
  port,
  hostname,
  siteUrl: settings.SITE_URL,
  cacheBytes: settings.DOCUMENT_CACHE_MB * 1024 * 1024,
  trustedProxies: settings.TRUSTED_PROXIES,
  drainMs: settings.DRAIN_SECONDS === undefined ? undefined : settings.DRAIN_SECONDS * 1000,
  logger,
  access: {
    write: (line) => accessFile.write(line),
    mask: {
      secretsBelow: ['setup', 'verify', 'privacy/requests'],
      secretParameters: ['link'],
      publicPaths: PICTURE,
    },
  },
  transportSeconds: settings.HSTS_SECONDS,
  policies: policySettings({
    lake: settings.SANITY_API_HOST,
    hostedFeatures: settings.SANITY_HOSTED_FEATURES,
    checkout: settings.STRIPE_API_HOST,
    tag: settings.GOOGLE_TAG_HOST,
  }),
  renderErrorPage: problemPage,
  limitChanges: changeLimit(),
  readyPath: '/api/ready',
  sharedPaths: ['/sitemap.xml', '/llms.txt'],
  shared:
    settings.REDIS_URL === undefined
      ? undefined
      : {redis: redisOptions(settings.REDIS_URL), keyPrefix: 'plumbperfect'},
  onShutdown: runShutdownHooks,
})

/** @throws Error naming what is wrong */
function readFlags(args: string[]): {port: number; hostname: string | undefined} {
  const {values} = parseArgs({
    args,
    options: {port: {type: 'string', short: 'p'}, hostname: {type: 'string', short: 'H'}},
  })
  const port = Number(values.port ?? process.env.PORT ?? USUAL_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('The port must be a number below 65536.')
  return {port, hostname: values.hostname}
}
