import {brotliDecompressSync, gunzipSync} from 'node:zlib'
import {expect, test} from 'vitest'
import {ENCODINGS} from '../http/encoding.ts'
import {StaticPage} from './static-page.ts'

const HTML = `<!doctype html>${Array.from({length: 1_000}, (_, line) => `<p>Line ${line}, café</p>`).join('')}`
const page = () => new StaticPage({status: 200, fingerprint: '', html: HTML, policy: ''})

const UNPACK = {
  br: (body: Buffer) => brotliDecompressSync(body),
  gzip: (body: Buffer) => gunzipSync(body),
  identity: (body: Buffer) => body,
}

test.each(ENCODINGS)('what is packed as %s keeps no more memory than its own bytes', async (encoding) => {
  const {body} = await page().pack(encoding)
  expect(body.buffer.byteLength).toBe(body.length)
})

test.each(ENCODINGS)(
  'once it is packed as %s the text is not kept beside it, and not lost',
  async (encoding) => {
    const packed = page()
    const before = packed.bytes
    const {body} = await packed.pack(encoding)
    expect(before - packed.bytes).toBe(Buffer.byteLength(HTML) - body.length)
    expect((await packed.html()).toString()).toBe(HTML)
  },
)

test('each way of packing is made of any other, and holds the same text under a tag of its own', async () => {
  const alike = await Promise.all(ENCODINGS.map((encoding) => page().pack(encoding)))
  for (const first of ENCODINGS) {
    const packed = page()
    await packed.pack(first)
    for (const [index, encoding] of ENCODINGS.entries()) {
      const {body, tag} = await packed.pack(encoding)
      expect(UNPACK[encoding](body).toString()).toBe(HTML)
      expect(tag).toBe(alike[index]?.tag)
    }
  }
  expect(new Set(alike.map(({tag}) => tag)).size).toBe(ENCODINGS.length)
})

test('readers who ask at the same time are given the same', async () => {
  const packed = page()
  const [one, other] = await Promise.all([packed.pack('br'), packed.pack('br')])
  expect(one).toBe(other)
  expect(packed.packed('br')).toBe(one)
})
