import {expect, test} from 'vitest'
import {limitedStream} from './limited-stream.ts'

const through = (limit: number) =>
  new Response(new Blob(['four', 'teen']).stream().pipeThrough(limitedStream(limit))).text()

test('bytes pass up to the limit', async () => {
  expect(await through(8)).toBe('fourteen')
})

test('one byte more breaks the stream off', async () => {
  await expect(through(7)).rejects.toThrow('More than 7 bytes')
})
