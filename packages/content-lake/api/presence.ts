import {randomUUID} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import type {Duplex} from 'node:stream'
import {type WebSocket, WebSocketServer} from 'ws'
import {z} from 'zod'
import type {Feature, Identity, LakeContext, User} from '../contracts.ts'

/** `/v2022-06-30/socket/production`, the version optional. */
const SOCKET_PATH = /^(?:\/v[^/]+)?\/socket\/([a-z0-9_-]+)$/i
const MAX_CONNECTIONS = 200
const MAX_MESSAGE_BYTES = 64 * 1024
/** How many bytes may wait for a slow browser before its connection is cut off. */
const MAX_BUFFERED_BYTES = 1024 * 1024
/** The Studio shows a lost connection when nothing comes for longer. */
const HEARTBEAT_INTERVAL_MS = 15_000
const HEARTBEAT = '♥'

/** `WebSocket /socket/:dataset`: browsers with an open Studio tell each other which document and field each of them has open. */
export function createPresenceFeature(context: LakeContext): Feature {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const channels = new Map<string, Channel>()
  const alive = new WeakSet<WebSocket>()

  const channelOf = (dataset: string) => {
    const channel = channels.get(dataset) ?? new Channel()
    channels.set(dataset, channel)
    return channel
  }

  const open = (socket: WebSocket, dataset: string) => {
    const send = (text: string) => {
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.send(text)
    }
    const peer = {send, close: (code: number, reason: string) => socket.close(code, reason)}
    const connection = new Connection(peer, channelOf(dataset), (token) => context.identify(token))
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
  }, HEARTBEAT_INTERVAL_MS)
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

type Peer = {send(text: string): void; close(code: number, reason: string): void}

const Authorization = z.object({authorization: z.string()})
const Subscription = z.object({subscriptionId: z.string()})
const Session = z.object({session: z.string().max(200)})
const Announcement = z.object({data: z.looseObject({sessionId: z.string().max(200)})})

const MAX_SUBSCRIPTIONS = 8

/** The connection of one browser: its user, its subscriptions, and the sessions that it has announced. */
export class Connection implements Member {
  readonly #peer: Peer
  readonly #channel: Channel
  readonly #identify: (token: string) => Identity
  readonly #leave: () => void
  readonly #subscriptions = new Set<string>()
  readonly #sessions = new Set<string>()
  #user: User | null = null

  constructor(peer: Peer, channel: Channel, identify: (token: string) => Identity) {
    this.#peer = peer
    this.#channel = channel
    this.#identify = identify
    this.#leave = channel.join(this)
  }

  receive(event: PresenceEvent): void {
    for (const subscription of this.#subscriptions) this.#peer.send(encodeEvent(subscription, event))
  }

  handle(text: string): void {
    const call = parseCall(text)
    if (!call) this.#peer.close(CLOSE_CODES.badRequest, 'Not a JSON-RPC call')
    else if (call.method === 'authorization') this.#authorize(call)
    else if (!this.#user) this.#peer.close(CLOSE_CODES.unauthorized, 'Unauthorized')
    else this.#answer(call, this.#user)
  }

  /** Announces the disconnection of the browser's sessions, which a browser that is closed does not do itself. */
  end(): void {
    this.#leave()
    for (const session of this.#sessions)
      this.#broadcast({type: 'disconnect', i: this.#user?.id ?? '', m: {session}})
  }

  #authorize({id, params}: Call): void {
    const header = Authorization.safeParse(params).data?.authorization ?? ''
    this.#user = this.#identify(header.replace(/^Bearer /i, ''))
    if (this.#user) this.#peer.send(encodeResult(id, 'ok'))
    else this.#peer.close(CLOSE_CODES.unauthorized, 'Unauthorized')
  }

  #answer({id, method, params}: Call, user: User): void {
    const accept = <T>(schema: z.ZodType<T>, act: (value: T) => unknown) => {
      const parsed = schema.safeParse(params)
      const reply = parsed.success
        ? encodeResult(id, act(parsed.data) ?? 'ok')
        : encodeError(id, ERROR_CODES.invalidParams, 'Invalid params')
      this.#peer.send(reply)
    }
    switch (method) {
      case 'presence_subscribe':
        if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
          this.#peer.close(CLOSE_CODES.badRequest, 'Too many subscriptions')
        else this.#peer.send(encodeResult(id, this.#subscribe()))
        break
      case 'presence_unsubscribe':
        accept(Subscription, ({subscriptionId}) => void this.#subscriptions.delete(subscriptionId))
        break
      case 'presence_rollcall':
        accept(Session, ({session}) => this.#broadcast({type: 'rollCall', i: user.id, session}))
        break
      case 'presence_announce':
        accept(Announcement, ({data}) => {
          this.#sessions.add(data.sessionId)
          this.#broadcast({type: 'state', i: user.id, m: data})
        })
        break
      case 'presence_disconnect':
        accept(Session, ({session}) => {
          this.#sessions.delete(session)
          this.#broadcast({type: 'disconnect', i: user.id, m: {session}})
        })
        break
      default:
        this.#peer.send(encodeError(id, ERROR_CODES.methodNotFound, `Unknown method "${method}"`))
    }
  }

  #subscribe(): string {
    const subscription = randomUUID()
    this.#subscriptions.add(subscription)
    return subscription
  }

  #broadcast(event: PresenceEvent): void {
    this.#channel.broadcast(this, event)
  }
}

/** What one browser tells the others; the short names are the protocol's. */
type PresenceEvent =
  | {type: 'rollCall'; i: string; session: string}
  | {type: 'state'; i: string; m: Record<string, unknown>}
  | {type: 'disconnect'; i: string; m: {session: string}}

type Member = {receive(event: PresenceEvent): void}

/** The connections to one dataset. */
export class Channel {
  readonly #members = new Set<Member>()

  /** @returns A function that leaves the channel again. */
  join(member: Member): () => void {
    this.#members.add(member)
    return () => this.#members.delete(member)
  }

  /** Sends an event to all members but the sender. */
  broadcast(from: Member, event: PresenceEvent): void {
    for (const member of this.#members) if (member !== from) member.receive(event)
  }
}

/** A call of the JSON-RPC protocol that the Studio speaks on its socket. */
const Call = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
})
type Call = z.output<typeof Call>

/** Codes with which the hosted service closes a WebSocket. */
const CLOSE_CODES = {badRequest: 4000, unauthorized: 4001, goingAway: 1001} as const

/** Codes of errors that answer one call: https://www.jsonrpc.org/specification#error_object */
const ERROR_CODES = {methodNotFound: -32601, invalidParams: -32602} as const

/** @returns null when the text is not a call. */
function parseCall(text: string): Call | null {
  try {
    return Call.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function encodeResult(id: Call['id'], result: unknown): string {
  return JSON.stringify({jsonrpc: '2.0', id, result})
}

function encodeError(id: Call['id'], code: number, message: string): string {
  return JSON.stringify({jsonrpc: '2.0', id, error: {code, message}})
}

function encodeEvent(subscription: string, event: unknown): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    method: 'presence_subscription',
    params: {subscription, result: event},
  })
}
