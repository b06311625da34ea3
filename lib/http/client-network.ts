import {networkOf} from './network-of.ts'

/**
 * The network that a request came from, for counting.
 *
 * Taken from the last entry of `X-Forwarded-For`, which the proxy next to this server wrote; entries before it come from
 * the client and can be forged.
 */
export function clientNetwork(headers: Pick<Headers, 'get'>): string {
  return networkOf(headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
}
