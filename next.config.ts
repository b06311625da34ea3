import {availableParallelism} from 'node:os'
import {join} from 'node:path'
import {BASIC_POLICY, securityHeaders} from '@local/document-server/security-headers'
import type {NextConfig} from 'next'
import {parseTransportSeconds} from './lib/env.ts'

// A server of Next's own sends these. The production server sets them on its answers too, and a policy that fits each.
const baseHeaders = securityHeaders(parseTransportSeconds(process.env)).map(([key, value]) => ({key, value}))
const basicPolicy = {key: 'Content-Security-Policy', value: BASIC_POLICY}

// A build asks the Content Lake from several processes at once, each for several pages: never more than twenty together.
const builders = Math.min(availableParallelism(), 4)
const pagesEach = 5

/** A host that starts processes for single requests, and keeps pages itself. */
const isOfFunctions = process.env.RUNTIME === 'functions'

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Old links exist with and without the slash; both answer, and one is canonical. A redirect would lose a POST.
  skipTrailingSlashRedirect: true,
  // Metadata belongs into the head for everybody: streamed metadata needs scripts.
  htmlLimitedBots: /.*/,
  // Pages are small files that the system caches anyway; a second copy in memory only costs.
  cacheMaxMemorySize: 0,
  // One copy for all bundles: what one of them throws, another must know as Stripe's error.
  serverExternalPackages: ['stripe', '@redis/client'],
  // The type check is a step of its own, over the tests as well.
  typescript: {ignoreBuildErrors: true},
  // Strict route types keep Next from writing the build folder's name into tsconfig.json.
  experimental: {
    globalNotFound: true,
    strictRouteTypes: true,
    // What speeds up the next build in the same folder. There is none where a clone is thrown away.
    turbopackFileSystemCacheForBuild: !process.env.CI,
    cpus: builders,
    staticGenerationMaxConcurrency: pagesEach,
    // Measures what links may fetch ahead of a click, which takes half as long again as making a page. No page has such links.
    prefetchInlining: false,
  },
  // What answers with data of its own says its own policy, which Next would not let replace one from here.
  headers: async () => [
    {source: '/:path*', headers: baseHeaders},
    {source: '/((?!api/|media/).*)', headers: [basicPolicy]},
    // Asked for by every page while analytics is in use, before what follows it is shown.
    {source: '/consent-1.js', headers: [{key: 'Cache-Control', value: 'public, max-age=86400'}]},
  ],
  // Every page and policy has a twin in Markdown at its own address with `.md`.
  rewrites: async () => ({
    beforeFiles: [
      {source: '/:name(.+)\\.md', destination: '/markdown/:name'},
      // A policy's versions have twins for programs.
      {source: '/:slug/versions.:what(atom|json)', destination: '/version-data/:slug/:what'},
      {source: '/:slug/versions/:number(\\d+).json', destination: '/version-data/:slug/:number'},
    ],
    afterFiles: [],
    fallback: [],
  }),
  ...(isOfFunctions
    ? // The host keeps pages. What they have caught up with is noted for each build.
      {env: {BUILD_NAME: new Date().toISOString()}}
    : {cacheHandler: join(process.cwd(), 'cache-handler.ts')}),
}

export default config
