/**
 * A content security policy for a Studio whose hosted features are off: it may talk to this site and to the Content
 * Lake, and to nobody else. Several of the Studio's calls to Sanity (version check, feedback, error reports, a font)
 * have no switch of their own.
 *
 * @param apiHost the Content Lake's address, `http://localhost:3001`
 */
export function studioPolicy(apiHost: string): string {
  return `connect-src 'self' ${lakeSources(apiHost).join(' ')}; font-src 'self' data:`
}

/**
 * The sources, as content security policies name them, under which a browser reaches a Content Lake of one's own.
 * Streams use names below it, so that a browser does not run out of connections to one name.
 *
 * @param apiHost the Content Lake's address, `http://localhost:3001`
 */
export function lakeSources(apiHost: string): string[] {
  const {protocol, host} = new URL(apiHost)
  const socket = protocol === 'https:' ? 'wss:' : 'ws:'
  return [protocol, socket].flatMap((scheme) => [`${scheme}//${host}`, `${scheme}//*.${host}`])
}
