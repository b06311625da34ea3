import {once} from 'node:events'
import {mkdir} from 'node:fs/promises'
import {createServer, type Socket} from 'node:net'
import {PGlite} from '@electric-sql/pglite'
import {endsUnit, type Frame, FrameReader, transactionOpen} from './protocol.ts'

export type PostgresOptions = {
  /** On 127.0.0.1. 0 takes a free one. */
  port: number
  /** Where the database lives; made when it is not there. Without it the database is in memory only. */
  dataDir?: string
}

export type RunningPostgres = {
  /** A connection string for `pg` and its like. User `postgres`, no password. */
  url: string
  /** Closes every connection and writes out what is open. Calling it again is harmless. */
  stop(): Promise<void>
}

/**
 * Starts an embedded Postgres that speaks the real protocol on loopback.
 *
 * It is one backend: connections share its session, and a transaction that is open makes all others wait.
 * A row that was acknowledged is on disk, so the process may be killed at any time.
 *
 * @throws Error when the port is taken (`EADDRINUSE`), before the data is touched: another process may have it open.
 */
export async function startPostgres({port, dataDir}: PostgresOptions): Promise<RunningPostgres> {
  const sockets = new Set<Socket>()
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')

  // Clients that connect before the database is open wait until it is.
  const early: Socket[] = []
  server.on('connection', (socket) => early.push(socket.pause()))
  if (dataDir !== undefined) await mkdir(dataDir, {recursive: true, mode: 0o700})
  const db = await PGlite.create(dataDir === undefined ? {} : {dataDir}).catch((error: unknown) => {
    server.close()
    throw error
  })
  const turns = new Turns<Socket>()
  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveConnection(socket, db, turns)
  }
  server.removeAllListeners('connection').on('connection', serve)
  for (const socket of early) {
    serve(socket)
    socket.resume()
  }

  let stopping: Promise<void> | undefined
  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
    await db.close()
  }
  return {
    url: `postgres://postgres@127.0.0.1:${address.port}/postgres`,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/**
 * Serves one client.
 *
 * The messages of an extended query (Parse, Bind, Execute … Sync) belong together: its statement has no name, and another
 * client's Parse in between would replace it. So they are handed over as one unit.
 */
function serveConnection(socket: Socket, db: PGlite, turns: Turns<Socket>): void {
  const reader = new FrameReader()
  let unit: Buffer[] = []
  let order = Promise.resolve()

  const runUnit = (bytes: Buffer) => {
    order = order
      .then(() =>
        turns.take(socket, async () => {
          // A transaction of a closed connection is rolled back by the close handler below, which runs right after.
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
        // The protocol's answer for "not supported here".
        return socket.write('N')
      case 'cancel':
      case 'X':
        return socket.end()
      case 'startup':
        return runUnit(bytes)
      default: {
        unit.push(bytes)
        if (!endsUnit(type)) return
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
    // A client that disconnected inside a transaction: roll back once its last unit has run.
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

type WaitingWork<Owner> = {owner: Owner; run: () => Promise<boolean>; settle: (error?: unknown) => void}

/**
 * Lets one connection at a time work on the backend that all share. A connection with an open transaction keeps the turn
 * until the transaction ends.
 */
class Turns<Owner> {
  private readonly waiting: WaitingWork<Owner>[] = []
  private holder: Owner | undefined
  private isRunning = false

  /** Runs `work` when it is this owner's turn. Its result says whether the owner keeps the turn. */
  take(owner: Owner, work: () => Promise<boolean>): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error))
      this.waiting.push({owner, run: work, settle})
      void this.work()
    })
  }

  /** Whether this owner has a transaction open. */
  isHeldBy(owner: Owner): boolean {
    return this.holder === owner
  }

  private async work(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    for (let next = this.next(); next !== undefined; next = this.next()) {
      const {owner, run, settle} = next
      try {
        this.holder = (await run()) ? owner : undefined
        settle()
      } catch (error) {
        this.holder = undefined
        settle(error)
      }
    }
    this.isRunning = false
  }

  private next(): WaitingWork<Owner> | undefined {
    const index = this.waiting.findIndex(({owner}) => this.holder === undefined || owner === this.holder)
    return index === -1 ? undefined : this.waiting.splice(index, 1)[0]
  }
}
