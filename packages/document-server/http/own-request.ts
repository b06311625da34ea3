import {IncomingMessage, type RequestListener} from 'node:http'
import {Socket} from 'node:net'
import {type CaughtAnswer, SiteResponse} from './site-response.ts'

/** Without a name Next would stream a page's metadata, which needs scripts. */
const USER_AGENT = 'document-server'

/**
 * Asks Next for a page on a request of the server's own, which no reader can leave and no reader's headers can colour.
 *
 * @param host the site's own, as pages may name it
 */
export async function askForPage(
  next: (...request: Parameters<RequestListener>) => Promise<void>,
  path: string,
  host: string,
): Promise<CaughtAnswer> {
  const socket = new NowhereSocket()
  const request = new IncomingMessage(socket)
  request.method = 'GET'
  request.url = path
  request.headers = {host, accept: 'text/html', 'user-agent': USER_AGENT}
  request.complete = true
  request.push(null)

  const response = new SiteResponse(request)
  response.assignSocket(socket)
  const answer = response.catch()
  const handled = next(request, response)
  try {
    return await Promise.race([answer, handled.then(() => answer)])
  } finally {
    // Next waits until its answer is sent, wherever to.
    response.once('finish', () => {
      response.detachSocket(socket)
      response.emit('close')
      socket.destroy()
    })
    if (!response.writableEnded) response.end()
  }
}

/** Takes everything and sends it nowhere. */
class NowhereSocket extends Socket {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
  }

  override _writev(_chunks: unknown, done: () => void): void {
    done()
  }

  override _read(): void {}
}
