import {expect, test} from 'vitest'
import {changeLimit} from './limit-changes.ts'

/** How many of these changes were refused. */
async function refused(count: number, ipOf: (nth: number) => string, path = '/contact'): Promise<number> {
  const limit = changeLimit()
  let refusals = 0
  for (let nth = 0; nth < count; nth++) if ((await limit({path, ip: ipOf(nth)})) !== undefined) refusals++
  return refusals
}

test('changes from all addresses of one IPv6 network are counted together', async () => {
  expect(await refused(121, (nth) => `2001:db8:0:1::${nth.toString(16)}`)).toBe(1)
})

test('changes from several networks are counted apart', async () => {
  expect(await refused(121, (nth) => `2001:db8:0:${nth.toString(16)}::1`)).toBe(0)
})

test('what is signed by its sender is not counted', async () => {
  expect(await refused(121, () => '192.0.2.1', '/api/stripe/webhook')).toBe(0)
})

test('the wait is said in whole seconds', async () => {
  const limit = changeLimit({refuse: async () => 1_001})
  expect(await limit({path: '/contact', ip: '192.0.2.1'})).toBe(2)
})
