import {BlockList, isIP} from 'node:net'

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/
const SHARD = /^s\d{1,3}\.localhost$/

/**
 * Whether a request was meant for this lake, by its `Host` header. A web page on another site can let its own host name
 * resolve to this machine (DNS rebinding); its requests carry that name and are refused.
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

/** Whether the request came to one of the host names to which browsers' streams are redirected. */
export function isShardHost(hostHeader: string | undefined): boolean {
  return SHARD.test(hostnameOf(hostHeader) ?? '')
}

function hostnameOf(hostHeader: string | undefined): string | null {
  const address = `http://${hostHeader}`
  return hostHeader && URL.canParse(address) ? new URL(address).hostname.toLowerCase() : null
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/** Whether a host name leads to this machine with every resolver (RFC 6761, section 6.3). */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase()
  return LOOPBACK.has(name) || name.endsWith('.localhost')
}

const ADDRESSES = new BlockList()
ADDRESSES.addSubnet('127.0.0.0', 8, 'ipv4')
ADDRESSES.addAddress('::1', 'ipv6')

/** Whether an IP address is this machine's own; IPv4 addresses within IPv6 ones are understood. */
export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && ADDRESSES.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
