import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {json as readJson} from 'node:stream/consumers'
import {z} from 'zod'
import {type Html, listPage, MESSAGE_POLICY, messagePage, PAGE_POLICY} from './pages.ts'
import {FAULT_KINDS, type Faults} from './smtp.ts'
import type {MessageStore} from './store.ts'

const faultRequest = z.object({kind: z.enum(FAULT_KINDS), times: z.int().min(1).max(1_000).default(1)})
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/**
 * The inbox in a browser, and as JSON for programs:
 * `GET|DELETE /api/messages`, `GET|DELETE /api/messages/<id>`, `GET|POST|DELETE /api/faults`.
 */
export function inboxServer(store: MessageStore, faults: Faults): Server {
  return createServer((request, response) => {
    answer(store, faults, request, response).catch((error: unknown) => {
      const bad = error instanceof z.ZodError || error instanceof SyntaxError
      sendJson(response, bad ? 400 : 500, {error: bad ? 'The body is not what is expected.' : 'It failed.'})
    })
  })
}

async function answer(
  store: MessageStore,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
) {
  // A page of another site that makes its own name resolve to this machine would otherwise read the mail.
  if (!LOOPBACK_HOST.test(request.headers.host ?? ''))
    return sendJson(response, 403, {error: 'Loopback names only.'})
  const site = request.headers['sec-fetch-site']
  if (request.method !== 'GET' && !['same-origin', 'none', undefined].includes(site)) {
    return sendJson(response, 403, {error: 'Not from another site.'})
  }
  const {pathname} = new URL(request.url ?? '/', 'http://localhost')
  const route = `${request.method} ${pathname.replace(/(?<=^(?:\/api)?\/messages\/)\d{13}-[0-9a-f]{8}/, ':id')}`
  const id = /\d{13}-[0-9a-f]{8}/.exec(pathname)?.[0] ?? ''
  const message = store.get(id)
  if (route.includes(':id') && message === undefined)
    return sendJson(response, 404, {error: 'No such message.'})

  switch (route) {
    case 'GET /':
      return sendPage(response, listPage(store.list()))
    case 'GET /messages/:id':
      return message && sendPage(response, messagePage(message))
    case 'GET /messages/:id/html':
      return send(response, 200, 'text/html; charset=utf-8', message?.html ?? '', MESSAGE_POLICY)
    case 'POST /messages/:id/delete':
      await store.remove(id)
      return toInbox(response)
    case 'POST /messages/delete':
      await store.clear()
      return toInbox(response)
    case 'GET /api/messages':
      return sendJson(response, 200, store.list())
    case 'DELETE /api/messages':
      await store.clear()
      return sendJson(response, 200, {deleted: true})
    case 'GET /api/messages/:id':
      return sendJson(response, 200, message)
    case 'DELETE /api/messages/:id':
      await store.remove(id)
      return sendJson(response, 200, {deleted: true})
    case 'GET /api/faults':
      return sendJson(response, 200, faults.list())
    case 'POST /api/faults':
      faults.add(faultRequest.parse(await readJson(request)))
      return sendJson(response, 200, faults.list())
    case 'DELETE /api/faults':
      faults.clear()
      return sendJson(response, 200, [])
    default:
      return sendJson(response, 404, {error: 'There is nothing here.'})
  }
}

function toInbox(response: ServerResponse) {
  response.writeHead(303, {location: '/'}).end()
}

function sendPage(response: ServerResponse, page: Html) {
  send(response, 200, 'text/html; charset=utf-8', page.text, PAGE_POLICY)
}

function sendJson(response: ServerResponse, status: number, body: unknown) {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), "default-src 'none'")
}

function send(response: ServerResponse, status: number, type: string, body: string, policy: string) {
  response
    .writeHead(status, {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    .end(body)
}
