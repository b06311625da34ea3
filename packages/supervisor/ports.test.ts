import {createServer} from 'node:net'
import {expect, test} from 'vitest'
import {findFreePorts, findTakenPort} from './ports.ts'

test('a port that another program holds is named', async () => {
  const first = await findFreePorts(3)
  const ports = [first, first + 1, first + 2]
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(first + 1, '127.0.0.1', resolve))
  expect(await findTakenPort(ports)).toBe(first + 1)
  await new Promise((resolve) => server.close(resolve))
  expect(await findTakenPort(ports)).toBeUndefined()
})
