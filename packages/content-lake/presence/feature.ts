import type {IncomingMessage} from 'node:http'
import type {Duplex} from 'node:stream'
import {type WebSocket, WebSocketServer} from 'ws'
import type {Feature, LakeContext} from '../contracts.ts'
import {Connection} from './connection.ts'
import {Room} from './room.ts'
import {CLOSE_CODES} from './rpc.ts'

/** `/v2022-06-30/socket/production`, the version optional. */
const SOCKET_PATH = /^(?:\/v[^/]+)?\/socket\/([a-z0-9_-]+)$/i
const MAX_CONNECTIONS = 200
const MAX_MESSAGE_BYTES = 64 * 1024
/** What may wait for a slow reader before the connection is given up, in bytes. */
const MAX_BACKLOG = 1024 * 1024
/** Milliseconds. The Studio shows a lost connection when nothing comes for longer. */
const HEARTBEAT_INTERVAL = 15_000
const HEARTBEAT = '♥'

/** Who is where in the Studio: a WebSocket on which browsers tell each other. Nothing of it is kept. */
export function createPresenceFeature(context: LakeContext): Feature {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const rooms = new Map<string, Room>()
  const alive = new WeakSet<WebSocket>()

  const roomOf = (dataset: string) => {
    const room = rooms.get(dataset) ?? new Room()
    rooms.set(dataset, room)
    return room
  }

  const open = (socket: WebSocket, dataset: string) => {
    const send = (text: string) => {
      if (socket.bufferedAmount > MAX_BACKLOG) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.send(text)
    }
    const wire = {send, close: (code: number, reason: string) => socket.close(code, reason)}
    const connection = new Connection(wire, roomOf(dataset), (token) => context.identify(token))
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.close(CLOSE_CODES.badRequest, 'Text expected')
      else connection.handle(String(data))
    })
    socket.on('error', (error) => context.log('warn', 'presence socket failed', {error: error.message}))
    socket.on('close', () => connection.end())
  }

  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else if (socket.readyState === socket.OPEN) {
        socket.ping()
        socket.send(HEARTBEAT)
      }
    }
  }, HEARTBEAT_INTERVAL)
  heartbeat.unref()

  return {
    routes: [],
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const {pathname} = new URL(request.url ?? '/', 'http://localhost')
      const dataset = SOCKET_PATH.exec(pathname)?.[1]
      if (!dataset) return false
      if (server.clients.size >= MAX_CONNECTIONS) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      } else {
        server.handleUpgrade(request, socket, head, (opened) => open(opened, dataset))
      }
      return true
    },
    close: async () => {
      clearInterval(heartbeat)
      for (const socket of server.clients) socket.close(CLOSE_CODES.goingAway, 'The lake is closing')
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of server.clients) socket.terminate()
      })
    },
  }
}
