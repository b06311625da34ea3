import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import pg from 'pg'
import {afterAll, beforeAll, expect, test} from 'vitest'

/** A database that does not exist yet takes a second to make, and up to a minute on a busy machine. */
const RESTARTS_TIMEOUT_MS = 240_000

let folder: string
/** Of the process that runs now; each start takes another port. */
let url = ''
let child: ChildProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-postgres-'))
})

afterAll(async () => {
  await end('SIGKILL')
  await rm(folder, {recursive: true, force: true})
})

async function start(): Promise<void> {
  const main = join(import.meta.dirname, 'main.ts')
  const started = spawn(process.execPath, [main, '--port', '0', '--data', folder])
  child = started
  started.stderr.pipe(process.stderr)
  for await (const line of createInterface({input: started.stdout})) {
    const [address] = /postgres:\S+/.exec(line) ?? []
    if (address === undefined) continue
    url = address
    return
  }
  throw new Error('It ended before it was ready.')
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  const ending = child
  child = undefined
  if (ending === undefined || ending.exitCode !== null) return null
  ending.kill(signal)
  const [code] = await once(ending, 'exit')
  return code
}

async function ids(): Promise<number[]> {
  const client = new pg.Client(url)
  await client.connect()
  const {rows} = await client.query<{id: number}>('select id from kept order by id')
  await client.end()
  return rows.map(({id}) => id)
}

test('every acknowledged row is there after a kill, and after a clean stop', {
  timeout: RESTARTS_TIMEOUT_MS,
}, async () => {
  await start()
  const pool = new pg.Pool({connectionString: url, max: 20})
  pool.on('error', () => {})
  await pool.query('create table kept (id int primary key)')
  const acknowledged: number[] = []
  const writing = Promise.allSettled(
    Array.from({length: 200}, async (_, id) => {
      await pool.query('insert into kept values ($1)', [id])
      acknowledged.push(id)
      if (acknowledged.length === 120) await end('SIGKILL')
    }),
  )
  await writing
  await pool.end()
  expect(acknowledged.length).toBeGreaterThanOrEqual(120)

  await start()
  expect(await ids()).toEqual(expect.arrayContaining(acknowledged))
  expect(await end('SIGTERM')).toBe(0)

  await start()
  expect(await ids()).toEqual(expect.arrayContaining(acknowledged))
})

test('a client that vanishes inside a transaction does not hold up the others', async () => {
  const vanishing = new pg.Client(url)
  vanishing.on('error', () => {})
  await vanishing.connect()
  await vanishing.query('begin')
  await vanishing.query('insert into kept values ($1)', [100_000])
  const waiting = ids()
  // Ends the socket without a Terminate message, as a killed process does.
  const {stream} = vanishing.connection
  stream.destroy()
  expect(await waiting).not.toContain(100_000)
})

test('clients that query at the same time each get their own answer', async () => {
  const pool = new pg.Pool({connectionString: url, max: 20})
  const answers = await Promise.all(
    Array.from({length: 600}, async (_, index) => {
      const client = await pool.connect()
      try {
        if (index % 3 === 0) await client.query('begin')
        const two = index % 2 === 0
        const {rows} = await client.query(
          two ? 'select $1::int as a, $2::text as b' : 'select $1::int as a',
          two ? [index, 'b'] : [index],
        )
        if (index % 3 === 0) await client.query(index % 2 === 0 ? 'commit' : 'rollback')
        return rows[0].a
      } finally {
        client.release()
      }
    }),
  )
  await pool.end()
  expect(answers).toEqual(Array.from({length: 600}, (_, index) => index))
})

test('a failed statement spoils its own transaction only', async () => {
  const [one, other] = [new pg.Client(url), new pg.Client(url)]
  await Promise.all([one.connect(), other.connect()])
  await one.query('begin')
  await expect(one.query('select $1::int', ['not a number'])).rejects.toThrow('invalid input syntax')
  const answer = other.query('select $1::int as a', [1])
  await expect(one.query('select 1')).rejects.toThrow('current transaction is aborted')
  await one.query('rollback')
  expect((await answer).rows).toEqual([{a: 1}])
  await Promise.all([one.end(), other.end()])
})
