import {join} from 'node:path'
import {takeBuiltSettings} from './cache/next-internals.ts'
import {joinSharedCache, type SharedCacheOptions} from './cache/shared-cache.ts'
import {Stylesheets} from './css/used-css.ts'
import {errorPageSender, type RenderErrorPage} from './documents/error-page.ts'
import {HtmlPostProcessor} from './documents/post-process.ts'
import {clientAddresses} from './http/client-address.ts'
import {
  applicationAt,
  type PolicySettings,
  securityHeaders,
  securityPolicies,
} from './http/security-headers.ts'
import {createHttpServer, type LimitChanges} from './http-server.ts'
import {type Logger, quietConsole} from './log/application-log.ts'
import {type MaskSettings, pathMask} from './log/mask-path.ts'
import {drainable, endOnSignals} from './shutdown.ts'
import {createSite, readRoutes} from './site.ts'
import {StaticFiles} from './static-files.ts'

export {accessLine} from './log/access-log.ts'
export {drainable, endOnSignals} from './shutdown.ts'

export type DocumentServerSettings = {
  /** The project's folder. */
  root: string
  /** Next's build, below the project's folder: `.next`. */
  buildFolder: string
  port: number
  /** The address to listen on; this machine's own, which only a proxy on it reaches, when left out. */
  hostname?: string | undefined
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Bytes of memory that static pages may take. */
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
  /** How long browsers reach the site by HTTPS alone; a day when left out, and from a year on its subdomains too. */
  transportSeconds?: number
  /** What the content security policies allow beside the site itself. */
  policies?: PolicySettings
  /** Writes the pages that say what went wrong; plain ones when left out. */
  renderErrorPage?: RenderErrorPage
  limitChanges?: LimitChanges
  /**
   * Paths of answers that are the same for every reader although Next makes them for each request, such as `/sitemap.xml`: the
   * last good one is given while they cannot be made.
   */
  sharedPaths?: readonly string[]
  /** Where a load balancer asks whether this server should get requests. It is told 503 while the server drains. */
  readyPath?: string
  /** The Redis through which several machines share pages and what expired; one machine needs none. */
  shared?: SharedCacheOptions | undefined
  /** Ends work in the background, when the server was asked to end. */
  onShutdown?: () => Promise<void>
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/** Starts the server, which ends when the process is asked to by a signal. Resolves when it listens. */
export async function startDocumentServer(settings: DocumentServerSettings): Promise<void> {
  const {
    root,
    port,
    hostname = '127.0.0.1',
    logger,
    access,
    drainMs,
    policies: policySettings = {},
  } = settings
  // Next and React choose their builds by this when they are loaded, so they are loaded after it is set.
  Object.assign(process.env, {NODE_ENV: 'production'})
  quietConsole(console, logger)
  const build = join(root, settings.buildFolder)
  if (settings.shared) await joinSharedCache(settings.shared, {build, logger})
  takeBuiltSettings(root, settings.buildFolder)
  const {default: next} = await import('next')
  // Next is not told the address that is listened on: it would take its own rewrites for those of another host.
  const app = next({dev: false, dir: root, port})
  await app.prepare()

  const headers = securityHeaders(settings.transportSeconds)
  const policies = securityPolicies(policySettings)
  const isApplication = applicationAt(policySettings.application?.path)
  const maskPath = pathMask(access.mask ?? {})
  const sendErrorPage = errorPageSender(settings.renderErrorPage)
  const site = createSite({
    next: app.getRequestHandler(),
    routes: readRoutes(build, {isApplication, sharedPaths: settings.sharedPaths ?? []}),
    postProcessor: new HtmlPostProcessor({
      stylesheets: new Stylesheets(build),
      headers,
      policies,
      logger,
      maskPath,
    }),
    staticFiles: new StaticFiles(build),
    sendErrorPage,
    siteUrl: settings.siteUrl,
    cacheBytes: settings.cacheBytes,
  })

  let isDraining = false
  const server = createHttpServer({
    site,
    headers,
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
  })
  const drain = drainable(server, {
    begin: () => {
      isDraining = true
    },
    acceptForMs: drainMs,
  })
  endOnSignals({drain, close: () => app.close(), onShutdown: settings.onShutdown})
  await new Promise<void>((resolve) => server.listen(port, hostname, resolve))
  if (!LOOPBACK.test(hostname))
    logger.warn(
      {hostname},
      'The site listens for other machines, in plain HTTP: let only a proxy that speaks HTTPS reach this port',
    )
  logger.info({port}, 'The site answers')
}
