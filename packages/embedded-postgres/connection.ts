import type {Socket} from 'node:net'
import type {PGlite} from '@electric-sql/pglite'
import {type Frame, FrameReader, transactionOpen} from './frames.ts'
import type {Turns} from './turns.ts'

/** What ends a turn: a simple query, Sync, a function call, the end of a copy. */
const ENDS_TURN = new Set(['Q', 'S', 'F', 'c', 'f'])

/**
 * Serves one client.
 *
 * The messages of an extended query (Parse, Bind, Execute … Sync) belong together: its statement has no name, and another
 * client's Parse in between would replace it. So they are handed over as one.
 */
export function serveConnection(socket: Socket, db: PGlite, turns: Turns<Socket>): void {
  const reader = new FrameReader()
  let unit: Buffer[] = []
  let order = Promise.resolve()

  const runUnit = (bytes: Buffer) => {
    order = order
      .then(() =>
        turns.take(socket, async () => {
          // Its transaction, if any, is undone when the connection is closed, which is noted right after.
          if (socket.destroyed) return turns.isHeldBy(socket)
          const answer = await db.runExclusive(() => db.execProtocolRaw(bytes))
          if (!socket.destroyed) socket.write(answer)
          return transactionOpen(answer) ?? false
        }),
      )
      .catch(() => void socket.destroy())
  }

  const accept = ({type, bytes}: Frame) => {
    switch (type) {
      case 'encryption':
        return socket.write('N')
      case 'cancel':
      case 'X':
        return socket.end()
      case 'startup':
        return runUnit(bytes)
      default: {
        unit.push(bytes)
        if (!ENDS_TURN.has(type)) return
        runUnit(Buffer.concat(unit))
        unit = []
      }
    }
  }

  socket.setNoDelay(true)
  socket.on('data', (chunk) => {
    try {
      for (const frame of reader.read(chunk)) accept(frame)
    } catch {
      socket.destroy()
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    // A client that vanished leaves its transaction to be undone, after whatever of it is still running.
    order = order.then(async () => {
      if (!turns.isHeldBy(socket)) return
      await turns.take(socket, async () => {
        await db.exec('rollback')
        return false
      })
    })
    order.catch(() => {})
  })
}
