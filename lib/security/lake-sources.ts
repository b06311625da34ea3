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
