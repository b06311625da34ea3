import {join} from 'node:path'
import type {RedisClientOptions} from '@redis/client'
import {joinSharedCache} from './cache/shared/shared-cache.ts'
import {Stylesheets} from './css/stylesheets.ts'
import {Finisher} from './documents/finisher.ts'
import {errorPageSender, type RenderErrorPage} from './documents/send-error-page.ts'
import {drainable} from './drain.ts'
import {endOnSignals} from './end-on-signals.ts'
import {clientAddresses} from './http/client-address.ts'
import {createListener, type LimitChanges} from './listener.ts'
import {logRefused} from './log/access-log.ts'
import type {Logger} from './log/logger.ts'
import {type MaskSettings, pathMask} from './log/mask-path.ts'
import {quietConsole} from './log/quiet-console.ts'
import {readRoutes} from './routes.ts'
import {applicationAt} from './secure.ts'
import {type PolicySettings, securityPolicies} from './security-headers.ts'
import {createSiteServer} from './server.ts'
import {createSite} from './site.ts'

export type DocumentServerSettings = {
  /** The project's folder. */
  root: string
  /** Next's build, below the project's folder: `.next`. */
  buildFolder: string
  port: number
  /** The address to listen on; all of the machine's when left out. */
  hostname?: string | undefined
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Bytes of memory that finished pages may take. */
  cacheBytes: number
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed: `10.0.0.0/8`. */
  trustedProxies?: readonly string[]
  /** Milliseconds for which requests are still taken after a signal to end. A second while there are connections when left out. */
  drainMs?: number | undefined
  logger: Logger
  access: {
    /** Takes a line of the access log, with its line break. */
    write: (line: string) => void
    /** Which parts of addresses the logs must not hold. */
    mask?: MaskSettings
  }
  policies?: PolicySettings
  renderErrorPage?: RenderErrorPage
  limitChanges?: LimitChanges
  readyPath?: string
  /** What several machines share finished work through; one machine needs none. */
  shared?: {redis: RedisClientOptions; keyPrefix: string} | undefined
  /** Ends work in the background, when the server was asked to end. */
  onShutdown?: () => Promise<void>
}

/** Starts the server, which ends when the process is asked to by a signal. Resolves when it listens. */
export async function startDocumentServer(settings: DocumentServerSettings): Promise<void> {
  const {root, port, hostname, logger, access, drainMs, policies: policySettings = {}} = settings
  // Next and React choose their builds by this when they are loaded, so they are loaded after it is set.
  Object.assign(process.env, {NODE_ENV: 'production'})
  quietConsole(console, logger)
  const build = join(root, settings.buildFolder)
  if (settings.shared) await joinSharedCache({...settings.shared, build, logger})
  const {default: next} = await import('next')
  // Next is not told the address that is listened on: it would take its own rewrites for those of another host.
  const app = next({dev: false, dir: root, port})
  await app.prepare()

  const policies = securityPolicies(policySettings)
  const isApplication = applicationAt(policySettings.application?.path)
  const maskPath = pathMask(access.mask ?? {})
  const sendErrorPage = errorPageSender(settings.renderErrorPage)
  const site = createSite({
    next: app.getRequestHandler(),
    routes: readRoutes(build, isApplication),
    finisher: new Finisher({stylesheets: new Stylesheets(build), policies, logger, maskPath}),
    sendErrorPage,
    siteUrl: settings.siteUrl,
    cacheBytes: settings.cacheBytes,
  })

  let isDraining = false
  const server = createSiteServer(
    createListener({
      site,
      policies,
      isApplication,
      addressOf: clientAddresses(settings.trustedProxies ?? [], () =>
        logger.warn(
          {},
          'X-Forwarded-For came from an address that is not among the trusted proxies, and is not believed',
        ),
      ),
      limitChanges: settings.limitChanges ?? (async () => undefined),
      accessLog: {write: access.write, maskPath},
      logger,
      sendErrorPage,
      readyPath: settings.readyPath,
      isDraining: () => isDraining,
    }),
    {policies, onRefused: (refused) => logRefused(access.write, refused)},
  )
  const drain = drainable(server, {
    begin: () => {
      isDraining = true
    },
    farewell: drainMs,
  })
  endOnSignals({drain, close: () => app.close(), onShutdown: settings.onShutdown})
  await new Promise<void>((resolve) => server.listen(port, hostname, resolve))
  logger.info({port}, 'The site answers')
}
