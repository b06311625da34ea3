import {BlockList, isIP} from 'node:net'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/** Whether a host name leads to this machine whoever resolves it. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase()
  return LOOPBACK.has(name) || name.endsWith('.localhost')
}

const ADDRESSES = new BlockList()
ADDRESSES.addSubnet('127.0.0.0', 8, 'ipv4')
ADDRESSES.addAddress('::1', 'ipv6')

/** Whether an IP address, of either version or one within the other, is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && ADDRESSES.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
