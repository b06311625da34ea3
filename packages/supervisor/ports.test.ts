import {createServer} from 'node:net'
import {expect, test} from 'vitest'
import {findFreeBase, findTakenPort, planPorts} from './ports.ts'

test('the set moves as one with its base', () => {
  expect(planPorts(3000)).toEqual({
    site: 3000,
    lake: 3001,
    stripe: 3002,
    smtp: 3003,
    inbox: 3004,
    postgres: 3005,
  })
  expect(planPorts(4200).lake).toBe(4201)
})

test.each([0, -1, 1.5, 65_531, Number.NaN])('a base that leaves no room is refused: %s', (base) => {
  expect(() => planPorts(base)).toThrow('whole number from 1 to 65530')
})

test('a port that another program holds is named', async () => {
  const base = await findFreeBase()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(base + 1, '127.0.0.1', resolve))
  expect(await findTakenPort([base, base + 1, base + 2])).toBe(base + 1)
  await new Promise((resolve) => server.close(resolve))
  expect(await findTakenPort([base, base + 1, base + 2])).toBeUndefined()
})
