import {randomUUID} from 'node:crypto'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {connect, createServer, type Server} from 'node:net'
import {dirname} from 'node:path'
import {z} from 'zod'

const ANSWER_TIMEOUT_MS = 2_000

const lockFile = z.object({port: z.number(), token: z.string(), siteUrl: z.string()})

/** Another stack runs on the same data; its site's address is in the message. */
export class AlreadyRunningError extends Error {
  constructor(siteUrl: string) {
    super(
      `It is running already on the same data: ${siteUrl}\n` +
        'Use that one, or end it (Ctrl-C in its terminal) and start again.',
    )
  }
}

/**
 * Holds the lock at `path` until the returned function is called or this process ends, however it ends.
 *
 * The file names a port of loopback and a token; the lock is held as long as that port answers with that token. A process
 * id would not do: the system gives it to another process once its owner was killed.
 *
 * @throws AlreadyRunningError when it is held by another process
 */
export async function holdLock(path: string, siteUrl: string): Promise<() => void> {
  const token = randomUUID()
  const server = createServer((socket) => socket.on('error', () => {}).end(token))
  server.unref()
  const port = await listen(server)

  mkdirSync(dirname(path), {recursive: true})
  const write = () => writeFileSync(path, JSON.stringify({port, token, siteUrl}), {flag: 'wx', mode: 0o600})
  try {
    write()
  } catch {
    const holder = readHolder(path)
    if (holder && (await isHeld(holder.port, holder.token))) {
      server.close()
      throw new AlreadyRunningError(holder.siteUrl)
    }
    rmSync(path, {force: true})
    write()
  }
  return () => {
    rmSync(path, {force: true})
    server.close()
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}

function readHolder(path: string) {
  try {
    return lockFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Cut short while it was written, or removed since: the lock is not held.
    return undefined
  }
}

function isHeld(port: number, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect({port, host: '127.0.0.1', timeout: ANSWER_TIMEOUT_MS})
    socket.on('data', (part) => {
      answer += part.toString()
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer === token))
  })
}
