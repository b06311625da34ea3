import {once} from 'node:events'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {WebSocket} from 'ws'
import {API_VERSION, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeEach(async () => {
  lake = await RestartableLake.start()
})

afterEach(() => lake.remove())

async function connect(dataset = 'production') {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v${API_VERSION}/socket/${dataset}`)
  const received: Record<string, unknown>[] = []
  socket.on('message', (data) => {
    if (String(data) !== '♥') received.push(JSON.parse(String(data)))
  })
  await once(socket, 'open')
  const call = async (method: string, params: Record<string, unknown>) => {
    const id = `${method}-${received.length}`
    socket.send(JSON.stringify({jsonrpc: '2.0', id, method, params}))
    return vi.waitUntil(() => received.find((message) => message.id === id))
  }
  return {socket, received, call}
}

async function signIn(role: 'editor' | 'viewer', dataset?: string) {
  const browser = await connect(dataset)
  await browser.call('authorization', {authorization: `Bearer ${lake.person(role).token}`})
  return browser
}

test('editors see each other come, move and go', async () => {
  const watcher = await signIn('viewer')
  await watcher.call('presence_subscribe', {})
  const editor = await signIn('editor')
  const elsewhere = await signIn('editor', 'staging')
  await elsewhere.call('presence_rollcall', {session: 'other'})
  const data = {
    sessionId: 's1',
    locations: [{type: 'document', documentId: 'policy-privacy', path: ['title']}],
  }
  await editor.call('presence_rollcall', {session: 's1'})
  await editor.call('presence_announce', {data})
  editor.socket.terminate()
  const events = () =>
    watcher.received.filter(({method}) => method === 'presence_subscription').map(({params}) => params)
  await vi.waitUntil(() => events().length === 3)
  const i = lake.person('editor').id
  expect(events()).toMatchObject([
    {result: {type: 'rollCall', i, session: 's1'}},
    {result: {type: 'state', i, m: data}},
    {result: {type: 'disconnect', i, m: {session: 's1'}}},
  ])
})

test('a stranger, nonsense and a huge message end only their own connection', async () => {
  const endings: [string, number][] = [
    [JSON.stringify({jsonrpc: '2.0', id: 1, method: 'presence_subscribe'}), 4001],
    ['words', 4000],
    ['x'.repeat(100_000), 1009],
  ]
  const editor = await signIn('editor')
  for (const [message, code] of endings) {
    const {socket} = await connect()
    socket.send(message)
    const [closed] = await once(socket, 'close')
    expect(closed).toBe(code)
  }
  expect(await editor.call('presence_rollcall', {session: 's1'})).toMatchObject({result: 'ok'})
})

test('no other path takes a socket', async () => {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/anything`)
  const [error] = await once(socket, 'error')
  expect(String(error)).toContain('404')
})
