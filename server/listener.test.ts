import {once} from 'node:events'
import {afterEach, expect, test} from 'vitest'
import {rateLimit} from './limits/rate-limit.ts'
import {createListener} from './listener.ts'
import {securityPolicies} from './security-headers.ts'
import {createSiteServer} from './server.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server whose requests come from these addresses, one after the other. */
async function listen(addressOf: (count: number) => string): Promise<string> {
  const policies = securityPolicies({hostedFeatures: 'off'})
  let count = 0
  const server = createSiteServer(
    createListener({
      site: {answer: async (_request, response) => void response.end()},
      policies,
      addressOf: () => addressOf(count++),
      rateLimit: rateLimit(),
      writeAccess: () => {},
      isDraining: () => false,
    }),
    policies,
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}/contact`
}

async function answersTo(url: string, posts: number): Promise<Set<number>> {
  const statuses = new Set<number>()
  for (let post = 0; post < posts; post++) statuses.add((await fetch(url, {method: 'POST'})).status)
  return statuses
}

test('changes from all addresses of one IPv6 network are counted together', async () => {
  const url = await listen((count) => `2001:db8:0:1::${count.toString(16)}`)
  expect(await answersTo(url, 121)).toEqual(new Set([200, 429]))
})

test('changes from several networks are counted apart', async () => {
  const url = await listen((count) => `2001:db8:0:${count.toString(16)}::1`)
  expect(await answersTo(url, 121)).toEqual(new Set([200]))
})
