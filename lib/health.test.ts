import {expect, test} from 'vitest'
import {checkServices} from './health.ts'

test('everything up is ready', async () => {
  expect(await checkServices({lake: async () => true, mail: async () => {}}, 10)).toEqual({
    status: 'ready',
    services: {lake: 'up', mail: 'up'},
  })
})

test('one that fails or does not answer is down, and the others are told apart from it', async () => {
  const never = () => new Promise(() => {})
  const fails = () => Promise.reject(new Error('refused'))
  expect(await checkServices({lake: async () => true, stripe: fails, mail: never}, 10)).toEqual({
    status: 'degraded',
    services: {lake: 'up', stripe: 'down', mail: 'down'},
  })
})

test('a check that takes too long is told to stop', async () => {
  let told: AbortSignal | undefined
  await checkServices(
    {
      slow(signal) {
        told = signal
        return new Promise(() => {})
      },
    },
    10,
  )
  expect(told?.aborted).toBe(true)
})
