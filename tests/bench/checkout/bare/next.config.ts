import type {NextConfig} from 'next'

/** The folder of the packages, several levels up from where this is built. */
const root = process.env.PROJECT_ROOT ?? process.cwd()

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: ['stripe', 'pg'],
  turbopack: {root},
  outputFileTracingRoot: root,
  typescript: {ignoreBuildErrors: true},
}

export default config
