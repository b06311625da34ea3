import {once} from 'node:events'
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import {WebSocket} from 'ws'
import type {Identity} from '../contracts.ts'
import {API_VERSION, RestartableLake} from '../testing/restartable-lake.ts'
import {Channel, Connection} from './presence.ts'

const identify = (token: string): Identity =>
  token.startsWith('token-of-')
    ? {id: token.slice('token-of-'.length), name: 'Ada Ben', email: 'ada@localhost', role: 'viewer'}
    : null

let channel: Channel

beforeEach(() => {
  channel = new Channel()
})

/** One browser: what it was sent, and with which codes the lake closed its connection. */
function connect() {
  const sent: Record<string, unknown>[] = []
  const closed: number[] = []
  const connection = new Connection(
    {send: (text) => void sent.push(JSON.parse(text)), close: (code) => void closed.push(code)},
    channel,
    identify,
  )
  const call = (method: string, params: Record<string, unknown> = {}) => {
    connection.handle(JSON.stringify({jsonrpc: '2.0', id: method, method, params}))
    return sent.at(-1)
  }
  return {connection, sent, closed, call}
}

function signIn(user: string) {
  const browser = connect()
  browser.call('authorization', {authorization: `Bearer token-of-${user}`})
  return browser
}

/** Signs in and subscribes; collects the events that come. */
function listen(user: string) {
  const browser = signIn(user)
  const subscription = browser.call('presence_subscribe')?.result
  browser.sent.length = 0
  return {...browser, subscription}
}

function eventOf(message: Record<string, unknown> | undefined) {
  return message?.params
}

describe('presence', () => {
  test('tells the other browsers where a user is', () => {
    const listener = listen('ada')
    const speaker = signIn('ben')
    const data = {sessionId: 's1', locations: [{type: 'document', documentId: 'policy'}]}
    expect(speaker.call('presence_announce', {data})).toMatchObject({id: 'presence_announce', result: 'ok'})
    expect(listener.sent).toHaveLength(1)
    expect(listener.sent[0]).toMatchObject({jsonrpc: '2.0', method: 'presence_subscription'})
    expect(eventOf(listener.sent[0])).toEqual({
      subscription: listener.subscription,
      result: {type: 'state', i: 'ben', m: data},
    })
    expect(speaker.sent).toHaveLength(2)
  })

  test('passes on roll calls and disconnections', () => {
    const listener = listen('ada')
    const speaker = signIn('ben')
    speaker.call('presence_rollcall', {session: 's1'})
    speaker.call('presence_disconnect', {session: 's1'})
    expect(listener.sent.map(eventOf)).toMatchObject([
      {result: {type: 'rollCall', i: 'ben', session: 's1'}},
      {result: {type: 'disconnect', i: 'ben', m: {session: 's1'}}},
    ])
  })

  test('reports the disconnection of a browser that was closed', () => {
    const listener = listen('ada')
    const speaker = signIn('ben')
    speaker.call('presence_announce', {data: {sessionId: 's1', locations: []}})
    speaker.connection.end()
    expect(eventOf(listener.sent.at(-1))).toMatchObject({result: {type: 'disconnect', m: {session: 's1'}}})
  })

  test('sends nothing after the end of a subscription', () => {
    const listener = listen('ada')
    listener.call('presence_unsubscribe', {subscriptionId: listener.subscription})
    signIn('ben').call('presence_rollcall', {session: 's1'})
    expect(listener.sent).toHaveLength(1)
  })

  test('closes the connection of a browser without a valid token', () => {
    const stranger = connect()
    stranger.call('presence_subscribe')
    expect(stranger.closed).toEqual([4001])
    const forger = connect()
    forger.call('authorization', {authorization: 'Bearer guessed'})
    expect(forger.closed).toEqual([4001])
  })

  test.each(['words', '{}', '[]', '{"jsonrpc":"2.0","id":1}'])(
    'closes the connection when it gets %s',
    (text) => {
      const browser = signIn('ada')
      browser.connection.handle(text)
      expect(browser.closed).toEqual([4000])
    },
  )

  test('answers a wrong call with an error, and the next one', () => {
    const browser = signIn('ada')
    expect(browser.call('presence_fly')).toMatchObject({error: {code: -32601}})
    expect(browser.call('presence_announce', {data: 'here'})).toMatchObject({error: {code: -32602}})
    expect(browser.call('presence_rollcall', {session: 's1'})).toMatchObject({result: 'ok'})
  })
})

describe('over a WebSocket', () => {
  let lake: RestartableLake

  beforeAll(async () => {
    lake = await RestartableLake.start()
  })
  afterAll(() => lake.remove())

  async function openSocket(dataset = 'production') {
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

  async function signInOver(role: 'editor' | 'viewer', dataset?: string) {
    const browser = await openSocket(dataset)
    await browser.call('authorization', {authorization: `Bearer ${lake.person(role).token}`})
    return browser
  }

  test('tells editors when another comes, moves to a field and leaves', async () => {
    const watcher = await signInOver('viewer')
    await watcher.call('presence_subscribe', {})
    const editor = await signInOver('editor')
    const elsewhere = await signInOver('editor', 'staging')
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

  test('closes the connection of a stranger, and for nonsense and a huge message, and no other', async () => {
    const endings: [string, number][] = [
      [JSON.stringify({jsonrpc: '2.0', id: 1, method: 'presence_subscribe'}), 4001],
      ['words', 4000],
      ['x'.repeat(100_000), 1009],
    ]
    const editor = await signInOver('editor')
    for (const [message, code] of endings) {
      const {socket} = await openSocket()
      socket.send(message)
      const [closed] = await once(socket, 'close')
      expect(closed).toBe(code)
    }
    expect(await editor.call('presence_rollcall', {session: 's1'})).toMatchObject({result: 'ok'})
  })

  test('refuses a WebSocket on every other path', async () => {
    const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/anything`)
    const [error] = await once(socket, 'error')
    expect(String(error)).toContain('404')
  })
})
