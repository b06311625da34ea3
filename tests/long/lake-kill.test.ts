import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {appendFile, mkdtemp, readFile, rm, stat, truncate} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DATASET, PROJECT_ID} from '@local/content-lake/testing'
import {createClient, type SanityClient} from '@sanity/client'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {z} from 'zod'

const ROOT = join(import.meta.dirname, '../..')
const PORT = 4119
const KILLS = 100
const WRITERS = 4
const Access = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

let directory: string
let lake: ChildProcess | null = null
let output = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lake-kill-'))
})
afterAll(async () => {
  lake?.kill('SIGKILL')
  await rm(directory, {recursive: true, force: true})
})

const logPath = () => join(directory, 'datasets', 'production', 'transactions.log')

/** Starts the lake's own program and resolves when it says that it listens. */
async function start(): Promise<SanityClient> {
  const flags = ['--port', String(PORT), '--data', directory, '--project', PROJECT_ID]
  const child = spawn(process.execPath, [join(ROOT, 'packages/content-lake/main.ts'), ...flags], {cwd: ROOT})
  lake = child
  output = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('tokens are in')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`the lake ended: ${output}`)))
  })
  const {users} = Access.parse(JSON.parse(await readFile(join(directory, 'access.json'), 'utf8')))
  return createClient({
    projectId: PROJECT_ID,
    dataset: DATASET,
    apiVersion: '2026-01-01',
    apiHost: `http://127.0.0.1:${PORT}`,
    useProjectHostname: false,
    useCdn: false,
    maxRetries: 0,
    token: users.find(({role}) => role === 'editor')?.token ?? '',
  })
}

async function kill(): Promise<void> {
  const child = lake
  lake = null
  if (!child) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** The highest number whose write was acknowledged, and the highest that was sent. */
type Writer = {id: string; acknowledged: number; sent: number}

/** Writes one number after the other through an edit, as the Studio does while somebody types, until the lake is gone. */
async function write(client: SanityClient, writer: Writer, onAcknowledged: () => void): Promise<void> {
  for (;;) {
    writer.sent += 1
    const n = writer.sent
    try {
      await client.action({
        actionType: 'sanity.action.document.edit',
        draftId: `drafts.${writer.id}`,
        publishedId: writer.id,
        patch: {set: {n, text: `${'word '.repeat(200)}${n}`}},
      })
    } catch {
      return
    }
    writer.acknowledged = n
    onAcknowledged()
  }
}

it(`loses nothing that it acknowledged in ${KILLS} kills in the middle of edits`, async () => {
  let client = await start()
  const writers: Writer[] = Array.from({length: WRITERS}, (_, n) => ({id: `w${n}`, acknowledged: 0, sent: 0}))
  for (const {id} of writers) await client.create({_id: `drafts.${id}`, _type: 'note', n: 0})
  for (let round = 0; round < KILLS; round += 1) {
    // Right after an acknowledgement the other writers are somewhere between the socket and the disk.
    let left = 1 + (round % 23)
    const enough = Promise.withResolvers<void>()
    const onAcknowledged = () => {
      left -= 1
      if (left === 0) enough.resolve()
    }
    const writing = writers.map((writer) => write(client, writer, onAcknowledged))
    await enough.promise
    await kill()
    await Promise.all(writing)

    client = await start()
    for (const writer of writers) {
      const document = await client.getDocument(`drafts.${writer.id}`)
      const stored = z.number().parse(document?.n)
      expect(stored).toBeGreaterThanOrEqual(writer.acknowledged)
      expect(stored).toBeLessThanOrEqual(writer.sent)
      expect(document?.text ?? '0').toMatch(new RegExp(`${stored}$`))
      writer.acknowledged = stored
      writer.sent = stored
    }
  }
  expect(writers.every(({acknowledged}) => acknowledged > 0)).toBe(true)

  for (const {id, acknowledged} of writers) {
    const url = `/data/history/production/documents/drafts.${id}`
    const {documents} = await client.request<{documents: {n: number}[]}>({url, query: {lastRevision: 'true'}})
    expect(documents.map(({n}) => n)).toEqual([acknowledged])
  }
  await kill()
})

it('repairs a record that was torn anywhere, and says so', async () => {
  let client = await start()
  await client.createOrReplace({_id: 'torn', _type: 'note', text: 'kept'})
  await kill()
  const whole = await readFile(logPath())
  const size = whole.length
  client = await start()
  await client.createOrReplace({_id: 'torn', _type: 'note', text: 'in the last record'})
  await kill()
  const last = (await readFile(logPath())).subarray(size)
  const cuts = [1, 2, 5, 12, 13, Math.floor(last.length / 2), last.length - 2, last.length - 1]
  for (const cut of cuts) {
    await truncate(logPath(), size)
    await appendFile(logPath(), last.subarray(0, cut))
    client = await start()
    expect(output).toContain('an unfinished last record was cut off')
    expect(await client.getDocument('torn')).toMatchObject({text: 'kept'})
    await kill()
    expect((await stat(logPath())).size).toBe(size)
  }
})
