import {once} from 'node:events'
import {createServer} from 'node:http'
import {buffer} from 'node:stream/consumers'

export type Receiver = {url: string; close(): Promise<void>}

/** A web address that hands what is posted to it over to `receive` and answers with the status that it gives. */
export async function startReceiver(
  receive: (body: Buffer, signature: string | null) => Promise<number>,
): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const signature = request.headers['stripe-signature']
    const status = await receive(body, typeof signature === 'string' ? signature : null).catch(() => 500)
    response.writeHead(status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.')
  return {
    url: `http://127.0.0.1:${address.port}/api/stripe/webhook`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
