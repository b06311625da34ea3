const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/
const SHARD = /^s\d{1,3}\.localhost$/

/**
 * Tells whether a request was meant for this lake. A web page elsewhere can have its own name resolve to this machine; its
 * requests carry that name and are refused.
 *
 * @param listenHost - Address that the operator chose; its name is accepted too, and any name for "all addresses".
 */
export function isOwnHost(hostHeader: string | undefined, projectId: string, listenHost: string): boolean {
  const hostname = hostnameOf(hostHeader)
  if (hostname === null) return false
  if (listenHost === '0.0.0.0' || listenHost === '::') return true
  return (
    LOCAL.test(hostname) ||
    SHARD.test(hostname) ||
    hostname === `${projectId.toLowerCase()}.localhost` ||
    hostname === listenHost.toLowerCase()
  )
}

/** Whether the request came to one of the names over which browsers' streams are spread. */
export function isShardHost(hostHeader: string | undefined): boolean {
  return SHARD.test(hostnameOf(hostHeader) ?? '')
}

function hostnameOf(hostHeader: string | undefined): string | null {
  const address = `http://${hostHeader}`
  return hostHeader && URL.canParse(address) ? new URL(address).hostname.toLowerCase() : null
}
