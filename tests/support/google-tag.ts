import {once} from 'node:events'
import {createServer} from 'node:http'

/** What a browser asked the stand-in for, as a path with its query. */
type Asked = string

/**
 * What Google's tag does, as far as a visitor's privacy goes: it sets its cookies for the domain above the host, reports the
 * page and, when the page is left, how long it was read, and keeps still once it was told to.
 */
const TAG = `(() => {
  const source = new URL(document.currentScript.src)
  const id = source.searchParams.get('id')
  const consent = [...dataLayer].filter(([command]) => command === 'consent').map(([, , values]) => values)
  const report = (event) => {
    if (window['ga-disable-' + id]) return
    navigator.sendBeacon(source.origin + '/g/collect?' + new URLSearchParams({event, consent: JSON.stringify(consent)}))
  }
  const domain = location.hostname.split('.').slice(1).join('.')
  for (const name of ['_ga', '_ga_' + id.slice(2)])
    document.cookie = name + '=GS1.1.1; path=/; max-age=15552000; domain=' + domain
  report('page_view')
  addEventListener('pagehide', () => report('user_engagement'))
})()`

export type GoogleTag = {
  url: string
  /** Everything that was asked for, oldest first. */
  asked: Asked[]
  close(): Promise<void>
}

/** A stand-in for Google's tag on loopback, which records what a browser would have sent. */
export async function startGoogleTag(): Promise<GoogleTag> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const isTag = request.url?.startsWith('/gtag/js')
    response.writeHead(isTag ? 200 : 204, {'content-type': 'text/javascript'}).end(isTag ? TAG : undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The stand-in listens on no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
