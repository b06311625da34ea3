import {once} from 'node:events'
import {setImmediate as turn} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {atEndOfTurn} from './at-end-of-turn.ts'

it('sends what was ready in one turn right after one another, in its order', async () => {
  const events: string[] = []
  for (const name of ['one', 'two']) {
    atEndOfTurn(() => {
      events.push(name)
      queueMicrotask(() => events.push(`after ${name}`))
    })
    events.push(`read ${name}`)
  }
  await turn()
  expect(events).toEqual(['read one', 'read two', 'one', 'two', 'after one', 'after two'])
})

it('takes what becomes ready meanwhile in the next turn', async () => {
  const sent = await new Promise((resolve) => {
    atEndOfTurn(() => atEndOfTurn(() => resolve('later')))
  })
  expect(sent).toBe('later')
})

it('sends the others when one breaks, and reports that one', async () => {
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  try {
    const reported = once(process, 'uncaughtException')
    let isSent = false
    atEndOfTurn(() => {
      throw new Error('This one breaks.')
    })
    atEndOfTurn(() => {
      isSent = true
    })
    const [error] = await reported
    expect(error).toMatchObject({message: 'This one breaks.'})
    expect(isSent).toBe(true)
  } finally {
    for (const listener of listeners) process.on('uncaughtException', listener)
  }
})
