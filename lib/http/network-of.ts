import {isIPv6} from 'node:net'

/**
 * The network of an address, for counting: an IPv4 address itself, or the first 64 bits of an IPv6 address, which one
 * household or office holds as a whole (RFC 6177 §2). What is no address comes back as it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(address) ? `${groups(address).slice(0, 4).join(':')}::/64` : address
}

function groups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({length: Math.max(0, 8 - before.length - after.length)}, () => '0')
  return [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''))
}
