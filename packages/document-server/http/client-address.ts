import type {IncomingMessage} from 'node:http'
import {isIP, type Socket} from 'node:net'
import proxyAddr from 'proxy-addr'

/**
 * Tells from which address a request comes. What a proxy says of it counts only when the proxy is trusted, since
 * anyone can send the header.
 *
 * @param trusted addresses and networks of proxies, `10.0.0.0/8`
 * @param warnOnce called the first time that the header comes from another address: most likely a proxy was forgotten, and
 *   all readers seem to be at its address
 * @throws TypeError naming an entry that is no address or network
 */
export function clientAddresses(
  trusted: readonly string[],
  warnOnce: () => void = () => {},
): (request: IncomingMessage) => string {
  let isWarned = false
  const isProxy = proxyAddr.compile(trusted.flatMap(halves))
  // Its end of a connection stays the same, and looking it up costs more than the rest of this.
  const peers = new WeakMap<Socket, {address: string; isProxy: boolean}>()
  const peerOf = (socket: Socket) => {
    const known = peers.get(socket)
    if (known) return known
    const address = plainAddress(socket.remoteAddress ?? '')
    const peer = {address, isProxy: isProxy(address, 0)}
    peers.set(socket, peer)
    return peer
  }

  return (request) => {
    const peer = peerOf(request.socket)
    if (peer.isProxy) return addressBehind(request, isProxy) ?? peer.address
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true
      warnOnce()
    }
    return peer.address
  }
}

/**
 * Each proxy adds the address that it heard from at the end of the header, so only what trusted ones added can be
 * believed: the last address before the first that is no trusted proxy, or no address at all.
 */
function addressBehind(
  request: IncomingMessage,
  isProxy: (address: string, hop: number) => boolean,
): string | undefined {
  const believed = proxyAddr.all(request, isProxy).map(plainAddress)
  return believed.findLast((address) => isIP(address) !== 0)
}

/** An IPv4 address that came over an IPv6 socket, as the IPv4 address that it is. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

/** A network of all addresses as its two halves, since proxy-addr takes no prefix of no bits. */
function halves(network: string): string[] {
  const [address = '', bits] = network.split('/')
  if (bits === undefined || Number(bits) !== 0) return [network]
  return isIP(address) === 6 ? ['::/1', '8000::/1'] : ['0.0.0.0/1', '128.0.0.0/1']
}
