/**
 * The variables of a machine that shares a Redis with others and stands behind an nginx on this one.
 *
 * @param authority path of the certificate that it must trust
 */
export function machineEnv({
  httpsPort,
  redisUrl,
  authority,
}: {
  httpsPort: number
  redisUrl: string
  authority: string
}): Record<string, string> {
  return {
    SITE_URL: `https://localhost:${httpsPort}`,
    REDIS_URL: redisUrl,
    TRUSTED_PROXIES: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: authority,
  }
}
