import type {Socket} from 'node:net'
import {buffer} from 'node:stream/consumers'
import {SMTPServer} from 'smtp-server'
import type {Faults} from './faults.ts'
import type {MessageStore} from './store.ts'

const MOST_BYTES = 5 * 1024 * 1024

class SmtpRefusal extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/** A mail host on loopback that keeps all it is given and sends nothing on. */
export function smtpServer(store: MessageStore, faults: Faults): SMTPServer {
  const sockets = new Map<number | undefined, Socket>()
  const server = new SMTPServer({
    name: 'mail.localhost',
    banner: 'local inbox, sends nothing on',
    size: MOST_BYTES,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    onConnect(_session, done) {
      done(faults.take('refuse') ? new SmtpRefusal(421, 'Asked to refuse; try again later') : null)
    },
    onRcptTo(_address, _session, done) {
      done(faults.take('reject') ? new SmtpRefusal(550, 'Asked to reject this recipient') : null)
    },
    onData(stream, session, done) {
      const receive = async () => {
        const source = await buffer(stream)
        if (stream.sizeExceeded) throw new SmtpRefusal(552, `Larger than ${MOST_BYTES} bytes`)
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
  // A sender that hangs up in the middle is its own business.
  server.on('error', () => {})
  return server
}
