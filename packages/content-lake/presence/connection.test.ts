import {beforeEach, describe, expect, test} from 'vitest'
import type {Identity} from '../contracts.ts'
import {Connection} from './connection.ts'
import {Room} from './room.ts'

const identify = (token: string): Identity =>
  token.startsWith('token-of-')
    ? {id: token.slice('token-of-'.length), name: 'Somebody', email: 'somebody@localhost', role: 'viewer'}
    : null

let room: Room

beforeEach(() => {
  room = new Room()
})

/** One browser's end: what it was sent, and how the lake closed the connection. */
function connect() {
  const sent: Record<string, unknown>[] = []
  const closed: number[] = []
  const connection = new Connection(
    {send: (text) => void sent.push(JSON.parse(text)), close: (code) => void closed.push(code)},
    room,
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

/** Signs in and listens; gives the events that come. */
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
  test('tells the others in the room where somebody is', () => {
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

  test('passes on roll calls and farewells', () => {
    const listener = listen('ada')
    const speaker = signIn('ben')
    speaker.call('presence_rollcall', {session: 's1'})
    speaker.call('presence_disconnect', {session: 's1'})
    expect(listener.sent.map(eventOf)).toMatchObject([
      {result: {type: 'rollCall', i: 'ben', session: 's1'}},
      {result: {type: 'disconnect', i: 'ben', m: {session: 's1'}}},
    ])
  })

  test('says farewell for a browser that vanishes', () => {
    const listener = listen('ada')
    const speaker = signIn('ben')
    speaker.call('presence_announce', {data: {sessionId: 's1', locations: []}})
    speaker.connection.end()
    expect(eventOf(listener.sent.at(-1))).toMatchObject({result: {type: 'disconnect', m: {session: 's1'}}})
  })

  test('is silent after the end of a subscription', () => {
    const listener = listen('ada')
    listener.call('presence_unsubscribe', {subscriptionId: listener.subscription})
    signIn('ben').call('presence_rollcall', {session: 's1'})
    expect(listener.sent).toHaveLength(1)
  })

  test('turns away whoever does not say who they are', () => {
    const stranger = connect()
    stranger.call('presence_subscribe')
    expect(stranger.closed).toEqual([4001])
    const forger = connect()
    forger.call('authorization', {authorization: 'Bearer guessed'})
    expect(forger.closed).toEqual([4001])
  })

  test.each(['words', '{}', '[]', '{"jsonrpc":"2.0","id":1}'])('closes on %s', (text) => {
    const browser = signIn('ada')
    browser.connection.handle(text)
    expect(browser.closed).toEqual([4000])
  })

  test('answers a wrong call with an error and goes on', () => {
    const browser = signIn('ada')
    expect(browser.call('presence_fly')).toMatchObject({error: {code: -32601}})
    expect(browser.call('presence_announce', {data: 'here'})).toMatchObject({error: {code: -32602}})
    expect(browser.call('presence_rollcall', {session: 's1'})).toMatchObject({result: 'ok'})
  })
})
