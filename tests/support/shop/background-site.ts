import {createServer} from 'node:http'
import {drainable, endOnSignals} from '@local/document-server'
import pino from 'pino'
import {openCommerce} from '#lib/commerce.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {runShutdownHooks} from '#lib/shutdown-hooks.ts'
import {startCommerce} from '#lib/workers.ts'

/** A site without its pages, as a process of its own: what happens in the background, and how it is ended. Prints its port. */
const commerce = openCommerce(
  parseCommerceEnv(process.env),
  process.env.SITE_URL ?? '',
  pino({level: 'silent'}),
)
const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : '')
})
await startCommerce(commerce)
endOnSignals({
  drain: drainable(server, {begin: () => {}}),
  close: async () => {},
  onShutdown: runShutdownHooks,
})
