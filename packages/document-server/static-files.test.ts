import {once} from 'node:events'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, get, type IncomingMessage} from 'node:http'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {buffer} from 'node:stream/consumers'
import {brotliDecompressSync} from 'node:zlib'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {packStaticFiles, StaticFiles} from './static-files.ts'

const SCRIPT = 'console.log("words");\n'.repeat(200)

let build = ''
let port = 0
let close = () => {}
beforeEach(async () => {
  build = mkdtempSync(join(tmpdir(), 'build-'))
  write('static/chunks/a.js', SCRIPT)
  write('static/chunks/b.css', '.a{color:red}\n'.repeat(200))
  write('static/chunks/small.js', '1')
  write('static/media/a.png', 'x'.repeat(2_000))
})
afterEach(() => {
  close()
  rmSync(build, {recursive: true})
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(build, path)), {recursive: true})
  writeFileSync(join(build, path), text)
}

/** Serves the build; what is not answered from it is answered with 404. */
async function serve(): Promise<void> {
  const files = new StaticFiles(build)
  const server = createServer((request, response) => {
    if (!files.answer(request, response, request.url ?? '')) response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  close = () => server.close()
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  port = address.port
}

async function ask(
  path: string,
  headers: Record<string, string> = {'accept-encoding': 'br'},
  method = 'GET',
) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get({host: '127.0.0.1', port, path, headers, method, agent: false}, resolve).on('error', reject),
  )
  return {status: answer.statusCode, headers: answer.headers, body: await buffer(answer)}
}

test('files of text are packed beside themselves, and read by those who take brotli', async () => {
  expect(await packStaticFiles(build)).toMatchObject({files: 2})
  await serve()
  const {status, headers, body} = await ask('/_next/static/chunks/a.js')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/javascript; charset=UTF-8',
    'content-encoding': 'br',
    'content-length': String(body.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(brotliDecompressSync(body).toString()).toBe(SCRIPT)
  const head = await ask('/_next/static/chunks/a.js', {'accept-encoding': 'br'}, 'HEAD')
  expect([head.headers['content-length'], head.body.length]).toEqual([String(body.length), 0])
  expect((await ask('/_next/static/chunks/b.css')).headers['content-type']).toBe('text/css; charset=UTF-8')
})

test.each<[string, string, Record<string, string>]>([
  ['another encoding', '/_next/static/chunks/a.js', {'accept-encoding': 'gzip'}],
  ['a part', '/_next/static/chunks/a.js', {'accept-encoding': 'br', range: 'bytes=0-9'}],
  ['a small file', '/_next/static/chunks/small.js', {'accept-encoding': 'br'}],
  ['a picture', '/_next/static/media/a.png', {'accept-encoding': 'br'}],
  ['a file that is not there', '/_next/static/chunks/none.js', {'accept-encoding': 'br'}],
  ['a file outside', '/_next/static/../BUILD_ID', {'accept-encoding': 'br'}],
])('%s is left to Next', async (_, path, headers) => {
  await packStaticFiles(build)
  await serve()
  expect((await ask(path, headers)).status).toBe(404)
})

test('a build whose files were not packed is left to Next', async () => {
  await serve()
  expect((await ask('/_next/static/chunks/a.js')).status).toBe(404)
})

test('the next build packs only what changed, and keeps nothing of what is gone', async () => {
  await packStaticFiles(build)
  const cache = join(build, 'cache', 'brotli')
  const [kept = ''] = readdirSync(cache).filter((name) =>
    readFileSync(join(cache, name)).equals(readFileSync(join(build, 'static/chunks/a.js.br'))),
  )
  // Tells whether it is made anew.
  writeFileSync(join(cache, kept), 'as packed before')
  rmSync(join(build, 'static'), {recursive: true})
  write('static/chunks/a.js', SCRIPT)
  write('static/chunks/c.js', `${SCRIPT}1`)
  await packStaticFiles(build)
  expect(readFileSync(join(build, 'static/chunks/a.js.br'), 'utf8')).toBe('as packed before')
  expect(existsSync(join(build, 'static/chunks/b.css.br'))).toBe(false)
  expect(readdirSync(cache)).toHaveLength(2)
})
