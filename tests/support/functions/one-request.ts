import {createServer} from 'node:http'
import {join} from 'node:path'
import {PlatformCache} from '@local/document-server/testing/platform-cache'
import next from 'next'

/**
 * A process for one request, as a host of functions has them: it starts, tells its port, answers once, does what was put off until
 * after the answer, and ends. With `CUT_OFF` it is gone with its answer.
 */
// Next takes the cache of its host from here: node_modules/next/dist/server/lib/incremental-cache/index.js
Object.assign(globalThis, {[Symbol.for('@next/cache-handlers')]: {FetchCache: PlatformCache}})

const app = next({dev: false, dir: join(import.meta.dirname, '..', '..', '..')})
await app.prepare()
const answer = app.getRequestHandler()

const server = createServer((request, response) => {
  // What is put off begins when the answer is closed, which comes after this.
  if (process.env.CUT_OFF) response.once('finish', () => process.kill(process.pid, 'SIGKILL'))
  response.once('close', () => void end())
  void answer(request, response)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))

async function end(): Promise<void> {
  await app.close()
  process.exit()
}
