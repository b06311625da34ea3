import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {findFreePorts} from './ports.ts'
import {type Service, startService, waitUntilAnswers} from './service.ts'

const SERVER = `
import {createServer} from 'node:http'
createServer((request, response) => {
  if (request.url === '/crash') process.exit(3)
  response.end(String(process.pid))
}).listen(Number(process.argv[2]), '127.0.0.1')
`

let folder = ''
let service: Service | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-'))
})
afterEach(async () => {
  await service?.stop()
  service = undefined
  rmSync(folder, {recursive: true})
})

async function spec(program: string) {
  const port = await findFreePorts(1)
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const url = `http://127.0.0.1:${port}/`
  const command = {args: [file, String(port)], cwd: folder, env: process.env}
  return {name: 'Example', ...command, health: url, logFile: join(folder, 'logs', 'example.log'), url}
}

const textOf = async (url: string) => (await fetch(url)).text()

test('a service that crashes is started again', async () => {
  const example = await spec(SERVER)
  const troubles: string[] = []
  service = await startService(example, {onTrouble: (sentence) => troubles.push(sentence)})
  const first = await textOf(example.url)
  await fetch(`${example.url}crash`).catch(() => {})
  await waitUntilAnswers(example.url, AbortSignal.timeout(10_000))
  expect(await textOf(example.url)).not.toBe(first)
  expect(troubles).toEqual([expect.stringContaining('Example crashed (code 3) and is being started again')])
})

test('a stopped service is gone and stays gone', async () => {
  const example = await spec(SERVER)
  service = await startService(example)
  const pid = Number(await textOf(example.url))
  await service.stop()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  await expect(fetch(example.url)).rejects.toThrow()
})

test('a service that cannot start says why, from its log', async () => {
  const example = await spec(`console.error('the disk is full'); process.exit(1)`)
  await expect(startService(example)).rejects.toThrow(/Example did not start \(code 1\)\.\nthe disk is full/)
  expect(readFileSync(example.logFile, 'utf8')).toContain('the disk is full')
})
