import {createServer, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Answer} from './answer.ts'
import {jsonAnswer} from './answer.ts'
import type {ApiOutcome} from './api.ts'
import {isLoopback} from './loopback.ts'
import {type Request, readRequest} from './request.ts'

export type Handlers = {
  api(request: Request): Promise<ApiOutcome>
  control(request: Request): Promise<Answer>
  page(request: Request): Answer
}

/**
 * Listens on a loopback address. Requests whose Host is not this machine's are refused, so that no page of another site
 * can reach the stand-in by a name of its own.
 *
 * @param port 0 takes any free one
 */
export async function listen(
  host: string,
  port: number,
  handlers: Handlers,
): Promise<{server: Server; port: number}> {
  if (!isLoopback(host)) throw new Error(`The stand-in for Stripe listens on loopback only, not on ${host}`)
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming).catch(() => undefined)
    const outcome = request
      ? await route(request, handlers).catch(failure)
      : jsonAnswer(413, error('Request too large.'))
    if (outcome === 'reset') incoming.socket.destroy()
    else if (outcome !== 'hang') send(outgoing, outcome)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {server, port: isAddress(address) ? address.port : port}
}

async function route(request: Request, handlers: Handlers): Promise<ApiOutcome> {
  const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? ''
  if (!isLoopback(host)) return jsonAnswer(421, error('This address is for the local machine only.'))
  if (/^\/v\d+\//.test(request.path)) return handlers.api(request)
  if (request.path.startsWith('/_control/')) return handlers.control(request)
  return handlers.page(request)
}

function send(outgoing: ServerResponse, answer: Answer): void {
  outgoing.writeHead(answer.status, {...answer.headers, 'cache-control': 'no-store'})
  outgoing.end(answer.body)
}

function failure(reason: unknown): Answer {
  return jsonAnswer(500, error(reason instanceof Error ? reason.message : String(reason)))
}

function error(message: string) {
  return {error: {type: 'api_error', message}}
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
