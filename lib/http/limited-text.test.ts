import {expect, test} from 'vitest'
import {limitedText} from './limited-text.ts'

const streamed = (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(new ReadableStream({pull}, {highWaterMark: 0}))

test('a body within the limit is read whole, characters cut by a chunk included', async () => {
  const bytes = new TextEncoder().encode('naïve – ✓')
  let sent = 0
  const byteByByte = streamed((controller) => {
    if (sent === bytes.byteLength) controller.close()
    else controller.enqueue(bytes.slice(sent, ++sent))
  })
  expect(await limitedText(byteByByte, bytes.byteLength)).toBe('naïve – ✓')
})

test('a longer body is given up, without being read to its end', async () => {
  let sent = 0
  const endless = streamed((controller) => {
    sent += 1024
    controller.enqueue(new Uint8Array(1024))
  })
  expect(await limitedText(endless, 4096)).toBeUndefined()
  expect(sent).toBe(5 * 1024)
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
