import {availableParallelism} from 'node:os'
import type {NextConfig} from 'next'

/** The folder of the packages, several levels up from where this is built. */
const root = process.env.PROJECT_ROOT ?? process.cwd()

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  serverExternalPackages: ['stripe', 'pg'],
  turbopack: {root},
  outputFileTracingRoot: root,
  typescript: {ignoreBuildErrors: true},
  // As the site has them, so that what differs is the pages.
  experimental: {
    cpus: Math.min(availableParallelism(), 4),
    staticGenerationMaxConcurrency: 5,
    prefetchInlining: false,
  },
}

export default config
