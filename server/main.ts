import './production.ts'
import {join} from 'node:path'
import next from 'next'
import {DailyFile} from '#lib/log/daily-file.ts'
import {logger} from '#lib/log/logger.ts'
import {joinSharedCache} from './cache/shared/shared-cache.ts'
import {Stylesheets} from './css/stylesheets.ts'
import {Finisher} from './documents/finisher.ts'
import {drainable} from './drain.ts'
import {endOnSignals} from './end-on-signals.ts'
import {clientAddresses} from './http/client-address.ts'
import {rateLimit} from './limits/rate-limit.ts'
import {createListener} from './listener.ts'
import {logRefused} from './log/access-log.ts'
import {quietConsole} from './log/quiet-console.ts'
import {readRoutes} from './routes.ts'
import {securityPolicies} from './security-headers.ts'
import {createSiteServer} from './server.ts'
import {readSettings} from './settings.ts'
import {createSite} from './site.ts'

quietConsole(console)

const root = join(import.meta.dirname, '..')
const settings = readSettings()
const {port, hostname} = settings
const build = join(root, settings.distDir)

// What runs within Next reaches the site under this port.
process.env.PORT = String(port)
if (settings.REDIS_URL !== undefined) await joinSharedCache(settings.REDIS_URL, build)
// Next is not told the address that is listened on: it would take its own rewrites for those of another host.
const app = next({dev: false, dir: root, port})
await app.prepare()

const policies = securityPolicies({
  lake: settings.SANITY_API_HOST,
  hostedFeatures: settings.SANITY_HOSTED_FEATURES,
  checkout: settings.STRIPE_API_HOST,
})
const site = createSite({
  next: app.getRequestHandler(),
  routes: readRoutes(build),
  finisher: new Finisher(new Stylesheets(build), policies),
  siteUrl: settings.SITE_URL,
  cacheBytes: settings.DOCUMENT_CACHE_MB * 1024 * 1024,
})

let isDraining = false
const accessFile = settings.LOG_DIR === undefined ? process.stdout : new DailyFile(settings.LOG_DIR, 'access')
const writeAccess = (line: string) => accessFile.write(line)
const server = createSiteServer(
  createListener({
    site,
    policies,
    addressOf: clientAddresses(settings.TRUSTED_PROXIES, () =>
      logger.warn(
        'X-Forwarded-For came from an address that TRUSTED_PROXIES does not name, and is not believed',
      ),
    ),
    rateLimit: rateLimit(),
    writeAccess,
    isDraining: () => isDraining,
  }),
  {policies, onRefused: (refused) => logRefused(writeAccess, refused)},
)
server.listen(port, hostname, () => logger.info({port}, 'The site answers'))

const drain = drainable(server, {
  begin: () => {
    isDraining = true
  },
  farewell: settings.DRAIN_SECONDS === undefined ? undefined : settings.DRAIN_SECONDS * 1000,
})
endOnSignals({drain, close: () => app.close()})
