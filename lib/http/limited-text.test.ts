import {expect, test} from 'vitest'
import {limitedText} from './limited-text.ts'

const streamed = (chunks: AsyncIterable<Uint8Array>) =>
  new Request('https://site.example/', {method: 'POST', body: ReadableStream.from(chunks), duplex: 'half'})

test('a body within the limit is read whole, characters cut by a chunk included', async () => {
  const bytes = new TextEncoder().encode('naïve – ✓')
  async function* oneByOne() {
    for (const byte of bytes) yield new Uint8Array([byte])
  }
  expect(await limitedText(streamed(oneByOne()), bytes.byteLength)).toBe('naïve – ✓')
})

test('a longer body is given up, without being read to its end', async () => {
  let sent = 0
  async function* endless() {
    for (;;) {
      sent += 1024
      yield new Uint8Array(1024)
    }
  }
  expect(await limitedText(streamed(endless()), 4096)).toBeUndefined()
  expect(sent).toBeLessThan(10 * 1024)
})

test('a body that announces itself as longer is not read at all', async () => {
  const request = new Request('https://site.example/', {
    method: 'POST',
    body: 'x',
    headers: {'content-length': '9999'},
  })
  expect(await limitedText(request, 4096)).toBeUndefined()
  expect(request.bodyUsed).toBe(false)
})

test('no body is an empty text', async () => {
  expect(await limitedText(new Request('https://site.example/'), 1)).toBe('')
})
