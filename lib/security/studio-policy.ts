/**
 * A content security policy for a Studio whose hosted features are off: it may talk to this site and to the Content
 * Lake, and to nobody else. Several of the Studio's calls to Sanity (version check, feedback, error reports, a font)
 * have no switch of their own.
 *
 * @param apiHost the Content Lake's address, `http://localhost:3001`. Streams use names below it.
 */
export function studioPolicy(apiHost: string): string {
  const {protocol, host} = new URL(apiHost)
  const socket = protocol === 'https:' ? 'wss:' : 'ws:'
  const lake = [protocol, socket].flatMap((scheme) => [`${scheme}//${host}`, `${scheme}//*.${host}`])
  return `connect-src 'self' ${lake.join(' ')}; font-src 'self' data:`
}
