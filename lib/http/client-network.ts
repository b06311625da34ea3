import {isIPv6} from 'node:net'

/**
 * The network that a request came from, for counting: an IPv4 address, or the first 64 bits of an IPv6 address, which
 * one household or office holds as a whole (RFC 6177 §2).
 *
 * Taken from the last entry of `X-Forwarded-For`, which the proxy next to this server wrote; entries before it come from
 * the client and can be forged.
 */
export function clientNetwork(headers: Pick<Headers, 'get'>): string {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
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
