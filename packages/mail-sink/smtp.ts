import type {Socket} from 'node:net'
import {buffer} from 'node:stream/consumers'
import {SMTPServer} from 'smtp-server'
import type {MessageStore} from './store.ts'

const MAX_MESSAGE_BYTES = 5 * 1024 * 1024
const CLOSE_TIMEOUT_MS = 500

/**
 * What can be made to go wrong with the next messages.
 * `refuse`: the connection is answered 421 (try again later) before anything is taken.
 * `reject`: the recipient is answered 550 (refused for good).
 * `timeout`: the message is taken in but never answered and never kept.
 * `accept-then-drop`: the message is kept, but the connection ends before the sender hears of it.
 */
export const FAULT_KINDS = ['refuse', 'reject', 'timeout', 'accept-then-drop'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]
export type Fault = {kind: FaultKind; times: number}

/** The faults that are still to come, in order. */
export class Faults {
  private waiting: Fault[] = []

  add(fault: Fault): void {
    this.waiting.push({...fault})
  }

  clear(): void {
    this.waiting = []
  }

  list(): readonly Fault[] {
    return this.waiting
  }

  /** Whether the next fault is of this kind; counts it as used. */
  take(kind: FaultKind): boolean {
    const [next] = this.waiting
    if (next?.kind !== kind) return false
    next.times -= 1
    if (next.times <= 0) this.waiting.shift()
    return true
  }
}

/** An SMTP server that keeps every message it is given and relays none. It takes no password and no TLS. */
export function smtpServer(store: MessageStore, faults: Faults): SMTPServer {
  const sockets = new Map<number | undefined, Socket>()
  const server = new SMTPServer({
    name: 'mail.localhost',
    banner: 'local inbox, sends nothing on',
    size: MAX_MESSAGE_BYTES,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onConnect(_session, done) {
      done(faults.take('refuse') ? new SmtpRefusal(421, 'Asked to refuse; try again later') : null)
    },
    onRcptTo(_address, _session, done) {
      done(faults.take('reject') ? new SmtpRefusal(550, 'Asked to reject this recipient') : null)
    },
    onData(stream, session, done) {
      const receive = async () => {
        const source = await buffer(stream)
        if (stream.sizeExceeded) throw new SmtpRefusal(552, `Larger than ${MAX_MESSAGE_BYTES} bytes`)
        if (faults.take('timeout')) return
        const {mailFrom, rcptTo} = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        await store.add({from, to: rcptTo.map(({address}) => address)}, source)
        if (faults.take('accept-then-drop')) sockets.get(session.remotePort)?.destroy()
        else done()
      }
      receive().catch((error: Error) => done(error))
    },
  })
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  // A sender that disconnects in the middle of a message is no error of this server.
  server.on('error', () => {})
  return server
}

class SmtpRefusal extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}
