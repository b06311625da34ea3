import type {NextConfig} from 'next'

const securityHeaders = [
  {key: 'X-Content-Type-Options', value: 'nosniff'},
  // `no-referrer` would make browsers send `Origin: null` with forms, which Server Actions refuse.
  {key: 'Referrer-Policy', value: 'same-origin'},
  // The Studio shows the site in a frame of its own origin.
  {key: 'Content-Security-Policy', value: "frame-ancestors 'self'; base-uri 'self'; object-src 'none'"},
  {key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()'},
]

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Old links exist with and without the slash; both answer, and one is canonical. A redirect would lose a POST.
  skipTrailingSlashRedirect: true,
  // Metadata belongs into the head for everybody: streamed metadata needs scripts.
  htmlLimitedBots: /.*/,
  // Pages are small files that the system caches anyway; a second copy in memory only costs.
  cacheMaxMemorySize: 0,
  // The type check is a step of its own, over the tests as well.
  typescript: {ignoreBuildErrors: true},
  // Strict route types keep Next from writing the build folder's name into tsconfig.json.
  experimental: {globalNotFound: true, strictRouteTypes: true},
  headers: async () => [{source: '/:path*', headers: securityHeaders}],
}

export default config
