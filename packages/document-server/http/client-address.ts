import type {IncomingMessage} from 'node:http'
import {BlockList, isIP} from 'node:net'

/**
 * Tells from which address a request comes. What a proxy says of it counts only when the proxy is trusted, since
 * anybody can send the header.
 *
 * @param trusted addresses and networks of proxies, `10.0.0.0/8`
 * @param tellOnce called the first time that the header comes from somewhere else: most likely a proxy was forgotten, and all
 *   readers seem to be at its address
 */
export function clientAddresses(
  trusted: readonly string[],
  tellOnce: () => void = () => {},
): (request: IncomingMessage) => string {
  let isTold = false
  const proxies = new BlockList()
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  const isProxy = (address: string) =>
    trusted.length > 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (request) => {
    let address = plainAddress(request.socket.remoteAddress ?? '')
    if (isIP(address) === 0 || !isProxy(address)) {
      if (!isTold && request.headers['x-forwarded-for'] !== undefined) {
        isTold = true
        tellOnce()
      }
      return address
    }
    const hops = [request.headers['x-forwarded-for']].flat().join(',').split(',')
    // Each proxy adds the address that it heard from at the end, so only what trusted ones added can be believed.
    while (isIP(address) !== 0 && isProxy(address)) {
      const before = plainAddress(hops.pop()?.trim() ?? '')
      if (isIP(before) === 0) break
      address = before
    }
    return address
  }
}

/** An IPv4 address that came over an IPv6 socket, as the IPv4 address that it is. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}
