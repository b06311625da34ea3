import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {findFreePorts} from './ports.ts'

/** Starts a service, writes `up`, and runs until it is killed. */
const OWNER = `
import {startService} from ${JSON.stringify(join(import.meta.dirname, 'service.ts'))}
const [program, port, logFile] = process.argv.slice(2)
const command = {args: [program, port], cwd: process.cwd(), env: process.env}
await startService({name: 'Example', ...command, health: 'http://127.0.0.1:' + port, logFile})
process.stdout.write('up')
setInterval(() => {}, 1000)
`

/** A service with a child of its own, each on a port; neither ends by itself. */
const SERVICE = `
import {fork} from 'node:child_process'
import {createServer} from 'node:http'
const [port, isChild] = process.argv.slice(2)
const listen = () => createServer((request, response) => response.end()).listen(Number(port), '127.0.0.1')
if (isChild) {
  listen().on('listening', () => process.send('up'))
  process.on('disconnect', () => {})
} else {
  fork(import.meta.filename, [String(Number(port) + 1), 'child']).once('message', listen)
}
`

let folder = ''
let owner: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'end-with-parent-'))
})
afterEach(() => {
  owner?.kill('SIGKILL')
  rmSync(folder, {recursive: true})
})

test('a service and its children end when the process that started it is killed outright', async () => {
  const port = await findFreePorts(2)
  writeFileSync(join(folder, 'owner.ts'), OWNER)
  writeFileSync(join(folder, 'service.mjs'), SERVICE)
  const args = [join(folder, 'owner.ts'), join(folder, 'service.mjs'), String(port), join(folder, 'log')]
  owner = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']})
  if (owner.stdout) await once(owner.stdout, 'data')
  const addresses = [port, port + 1].map((each) => `http://127.0.0.1:${each}`)
  expect(await Promise.all(addresses.map(answers))).toEqual([true, true])

  owner.kill('SIGKILL')
  await expect.poll(() => Promise.all(addresses.map(answers)), {timeout: 10_000}).toEqual([false, false])
})

function answers(address: string): Promise<boolean> {
  return fetch(address).then(
    () => true,
    () => false,
  )
}
