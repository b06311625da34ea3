import {once} from 'node:events'
import {readFile, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import {RestartableLake} from '@local/content-lake/testing'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {DESK_CALLS} from '#lib/format/desk.ts'
import {callerFinder} from '#lib/owner/answer.ts'
import {type DeskShop, openDesk, type Sent} from '#tests/support/shop/desk.ts'
import {buy} from '#tests/support/shop/shop.ts'

let desk: DeskShop
let lakeUrl: string
let clock = 0
const administrator = () => desk.lake.person('administrator').token

beforeAll(async () => {
  desk = await openDesk(() => Date.now() + clock)
  lakeUrl = desk.lake.url
  await buy(desk.shop)
})
afterAll(() => desk.close())

let networks = 0

/**
 * Asks for the orders, each time from another network unless it says from which, since one is refused only so often. Makes sure that what
 * is refused says nothing about a client.
 */
async function knock(sent: Sent, call = 'list-orders'): Promise<number> {
  const headers = {'x-forwarded-for': `198.51.100.${++networks}`, ...sent.headers}
  const response = await desk.send(call, {...sent, headers})
  const text = await response.text()
  if (!response.ok) {
    expect(text).toMatch(/^\{"error":\{"code":"\w+","message":"[^"]+"\}\}$/)
    expect(text).not.toContain('Pipes')
  }
  expect(response.headers.get('cache-control')).toBe('no-store')
  return response.status
}

test('an administrator sees the orders', async () => {
  const response = await desk.send('list-orders', {token: administrator()})
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toMatchObject({total: 1, orders: [{businessName: 'Pipes & Sons'}]})
})

test('nobody else does: without a token, with one that is made up, as editor, as viewer', async () => {
  expect(await knock({})).toBe(401)
  expect(await knock({token: `sk${'x'.repeat(60)}`})).toBe(401)
  expect(await knock({token: desk.lake.person('editor').token})).toBe(403)
  expect(await knock({token: desk.lake.person('viewer').token})).toBe(403)
})

test.each(Object.keys(DESK_CALLS))('%s is answered to no editor', async (call) => {
  expect(await knock({token: desk.lake.person('editor').token}, call)).toBe(403)
})

test('a network that was refused many times waits, and an administrator behind it does not', async () => {
  const headers = {'x-forwarded-for': '203.0.113.7'}
  for (let tries = 0; tries < 30; tries++) expect(await knock({headers})).toBe(401)
  expect(await knock({headers})).toBe(429)
  expect(await knock({headers, token: administrator()})).toBe(200)
})

test('a token of another project is none', async () => {
  const other = await RestartableLake.start()
  try {
    expect(await knock({token: other.person('administrator').token})).toBe(401)
  } finally {
    await other.remove()
  }
})

test('a token in the address is not read, not even beside a good one', async () => {
  const query = `?token=${administrator()}`
  expect(await knock({query})).toBe(401)
  expect(await knock({query, token: administrator()})).toBe(401)
  expect(desk.shop.logged()).not.toContain(administrator())
})

test.each<Record<string, string>>([
  {origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site'},
  {origin: 'https://other.shop.example', 'sec-fetch-site': 'same-site'},
  {origin: 'null'},
])('a page elsewhere gets nothing, whatever it holds: %j', async (headers) => {
  expect(await knock({token: administrator(), headers})).toBe(403)
})

test('what is no question is refused', async () => {
  const token = administrator()
  expect(await knock({token, headers: {'content-type': 'text/plain'}})).toBe(415)
  expect(await knock({token, body: '{'})).toBe(400)
  expect(await knock({token, body: '{"offset":-1}'})).toBe(400)
  expect(await knock({token, body: JSON.stringify({search: 'x'.repeat(70_000)})})).toBe(413)
  expect(await knock({token}, 'constructor')).toBe(404)
})

test('with the desk off there is nothing, not even for an administrator', async () => {
  expect(
    await knock({token: administrator(), parts: {commerce: () => ({...desk.shop.commerce, hasDesk: false})}}),
  ).toBe(404)
})

test('a role that is taken away is gone within a minute', async () => {
  expect(await knock({token: administrator()})).toBe(200)
  const token = administrator()
  await changeRole('administrator', 'editor')
  clock += 60_000
  expect(await knock({token})).toBe(403)
  await changeRole('editor', 'administrator', token)
  clock += 60_000
  expect(await knock({token})).toBe(200)
})

/** Gives the person with a role, or with a token, another one. */
async function changeRole(from: string, to: string, token?: string): Promise<void> {
  const file = `${desk.lake.dataDir}/access.json`
  const access = JSON.parse(await readFile(file, 'utf8'))
  const person = access.users.find((user: {role: string; token: string}) =>
    token === undefined ? user.role === from : user.token === token,
  )
  person.role = to
  await desk.lake.stop()
  await writeFile(file, JSON.stringify(access))
  await desk.lake.start({port: Number(new URL(lakeUrl).port)})
}

test('while Sanity is away nothing is shown, and it is asked again at the next question', async () => {
  clock += 60_000
  await desk.lake.stop()
  expect(await knock({token: administrator()})).toBe(503)
  await desk.lake.start({port: Number(new URL(lakeUrl).port)})
  expect(await knock({token: administrator()})).toBe(200)
})

/** A Sanity that answers as it is told to. */
async function startSanity(
  answers: Record<string, {status?: number; body?: unknown}>,
): Promise<{server: Server; url: string}> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://sanity').pathname.replace(/^\/v[\d-]+/, '')
    const answer = answers[path]
    // Without an answer it stays silent.
    if (answer === undefined) return
    response.writeHead(answer.status ?? 200, {'content-type': 'application/json'})
    response.end(JSON.stringify(answer.body ?? {}))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return {server, url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''}
}

const me = {body: {id: 'p1', name: 'Ann', roles: [{name: 'administrator'}]}}
const projectOf = (...members: object[]) => ({body: {id: 'local', members}})
const role = (name: string, rest: object = {}) => ({id: 'p1', roles: [{name, title: name}], ...rest})

test.each([
  ['a member with the role', projectOf(role('administrator', {isRobot: false})), 'ok'],
  ['no member of the project, whatever they say of themselves', projectOf(), 'not-an-administrator'],
  ['a member with another role', projectOf(role('developer')), 'not-an-administrator'],
  ['a program with the role', projectOf(role('administrator', {isRobot: true})), 'not-an-administrator'],
  ['somebody to whom the project is closed', {status: 403}, 'not-an-administrator'],
  ['a session that has ended', {status: 401}, 'unknown-token'],
  ['too many questions', {status: 429}, 'unreachable'],
  ['a Sanity that breaks down', {status: 500}, 'unreachable'],
  [
    'an answer for another project',
    {body: {...projectOf(role('administrator')).body, id: 'other'}},
    'not-an-administrator',
  ],
  ['an answer that is none', {body: {id: 'local'}}, 'unreachable'],
])('%s', async (_, project, outcome) => {
  const {server, url} = await startSanity({'/users/me': me, '/projects/local': project})
  const find = callerFinder({projectId: 'local', dataset: 'production', apiHost: url})
  const found = await find('sk-some-token-of-a-person')
  server.closeAllConnections()
  server.close()
  expect(found.ok ? 'ok' : found.reason).toBe(outcome)
})

test('a Sanity that says nothing is waited for some seconds, and not for longer', async () => {
  const {server, url} = await startSanity({'/users/me': me})
  const find = callerFinder({projectId: 'local', dataset: 'production', apiHost: url})
  const since = performance.now()
  expect(await find('sk-some-token-of-a-person')).toEqual({ok: false, reason: 'unreachable'})
  expect(performance.now() - since).toBeLessThan(8_000)
  server.closeAllConnections()
  server.close()
})
