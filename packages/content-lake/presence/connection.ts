import {randomUUID} from 'node:crypto'
import {z} from 'zod'
import type {Identity, User} from '../contracts.ts'
import type {Member, PresenceEvent, Room} from './room.ts'
import {
  type Call,
  CLOSE_CODES,
  ERROR_CODES,
  encodeError,
  encodeEvent,
  encodeResult,
  parseCall,
} from './rpc.ts'

type Wire = {send(text: string): void; close(code: number, reason: string): void}

const Authorization = z.object({authorization: z.string()})
const Subscription = z.object({subscriptionId: z.string()})
const Session = z.object({session: z.string().max(200)})
const Announcement = z.object({data: z.looseObject({sessionId: z.string().max(200)})})

const MAX_SUBSCRIPTIONS = 8

/** One browser's conversation: who it is, what it listens to, and the sessions that it has announced. */
export class Connection implements Member {
  readonly #wire: Wire
  readonly #room: Room
  readonly #identify: (token: string) => Identity
  readonly #leave: () => void
  readonly #subscriptions = new Set<string>()
  readonly #sessions = new Set<string>()
  #user: User | null = null

  constructor(wire: Wire, room: Room, identify: (token: string) => Identity) {
    this.#wire = wire
    this.#room = room
    this.#identify = identify
    this.#leave = room.join(this)
  }

  receive(event: PresenceEvent): void {
    for (const subscription of this.#subscriptions) this.#wire.send(encodeEvent(subscription, event))
  }

  handle(text: string): void {
    const call = parseCall(text)
    if (!call) this.#wire.close(CLOSE_CODES.badRequest, 'Not a JSON-RPC call')
    else if (call.method === 'authorization') this.#authorize(call)
    else if (!this.#user) this.#wire.close(CLOSE_CODES.unauthorized, 'Unauthorized')
    else this.#answer(call, this.#user)
  }

  /** A browser that vanishes says nothing, so the others are told for it. */
  end(): void {
    this.#leave()
    for (const session of this.#sessions)
      this.#say({type: 'disconnect', i: this.#user?.id ?? '', m: {session}})
  }

  #authorize({id, params}: Call): void {
    const header = Authorization.safeParse(params).data?.authorization ?? ''
    this.#user = this.#identify(header.replace(/^Bearer /i, ''))
    if (this.#user) this.#wire.send(encodeResult(id, 'ok'))
    else this.#wire.close(CLOSE_CODES.unauthorized, 'Unauthorized')
  }

  #answer({id, method, params}: Call, user: User): void {
    const accept = <T>(schema: z.ZodType<T>, act: (value: T) => unknown) => {
      const parsed = schema.safeParse(params)
      const reply = parsed.success
        ? encodeResult(id, act(parsed.data) ?? 'ok')
        : encodeError(id, ERROR_CODES.invalidParams, 'Invalid params')
      this.#wire.send(reply)
    }
    switch (method) {
      case 'presence_subscribe':
        if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
          this.#wire.close(CLOSE_CODES.badRequest, 'Too many subscriptions')
        else this.#wire.send(encodeResult(id, this.#subscribe()))
        break
      case 'presence_unsubscribe':
        accept(Subscription, ({subscriptionId}) => void this.#subscriptions.delete(subscriptionId))
        break
      case 'presence_rollcall':
        accept(Session, ({session}) => this.#say({type: 'rollCall', i: user.id, session}))
        break
      case 'presence_announce':
        accept(Announcement, ({data}) => {
          this.#sessions.add(data.sessionId)
          this.#say({type: 'state', i: user.id, m: data})
        })
        break
      case 'presence_disconnect':
        accept(Session, ({session}) => {
          this.#sessions.delete(session)
          this.#say({type: 'disconnect', i: user.id, m: {session}})
        })
        break
      default:
        this.#wire.send(encodeError(id, ERROR_CODES.methodNotFound, `Unknown method "${method}"`))
    }
  }

  #subscribe(): string {
    const subscription = randomUUID()
    this.#subscriptions.add(subscription)
    return subscription
  }

  #say(event: PresenceEvent): void {
    this.#room.tell(this, event)
  }
}
