import {spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {connect, createServer} from 'node:net'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {startPostgres} from '@local/embedded-postgres'
import {findFreePorts} from '@local/supervisor'
import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest'
import {openCommerce} from '#lib/commerce.ts'
import {acquireLease} from '#lib/db/database.ts'
import {leases, outbox} from '#lib/db/schema.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {runShutdownHooks} from '#lib/shutdown-hooks.ts'
import {deliverMail, runJobsOnce, startCommerce, startWorkers} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import {buy, openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'

const SITE = join(process.cwd(), 'tests/support/shop/background-site.ts')

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

test('workers of several instances send what is due, and stop when asked', async () => {
  const workers = [startWorkers(shop.commerce), startWorkers(shop.instance()), startWorkers(shop.instance())]
  const {orderId} = await buy(shop)
  await eventually(
    () => shop.inbox.about(orderId),
    (mails) => mails.length === 2,
  )
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(await shop.inbox.about(orderId)).toHaveLength(2)
})

test('without workers, one run of every job sends what is due and gives its leases up', async () => {
  const {orderId} = await buy(shop)
  const signal = AbortSignal.timeout(60_000)
  const runs = await Promise.all([runJobsOnce(shop.commerce, signal), runJobsOnce(shop.instance(), signal)])
  expect(runs.flatMap((run) => Object.values(run))).not.toContain('failed')
  expect(await runJobsOnce(shop.instance(), signal)).toMatchObject({
    outbox: 'done',
    reconciler: 'done',
    'clean-up': 'done',
  })
  expect(await shop.inbox.about(orderId)).toHaveLength(2)
})

test('a job that another instance is at is left to it', async () => {
  await acquireLease(shop.commerce.db, 'outbox', randomUUID(), 60)
  const run = await runJobsOnce(shop.instance(), AbortSignal.timeout(60_000))
  expect(run).toMatchObject({outbox: 'elsewhere', 'clean-up': 'done'})
  await shop.commerce.db.update(leases).set({expiresAt: sql`now()`})
})

const JOBS = ['outbox', 'reconciler', 'clean-up']

test('a site starts while its database is down, and catches up when it is there', async () => {
  const port = await findFreePorts(1)
  const lines: string[] = []
  const note = (about: unknown, message?: string) => void lines.push(`${JSON.stringify(about)} ${message}`)
  const commerce = openCommerce(
    parseCommerceEnv({
      DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`,
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
      STRIPE_API_HOST: 'http://127.0.0.1:9',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'orders@shop.example',
      OWNER_EMAIL: 'owner@shop.example',
      SERVICE_DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    }),
    'https://shop.example',
    {info: note, warn: note, error: note},
  )
  onTestFinished(() => commerce.close())
  await startCommerce(commerce)
  expect(lines.join()).toContain('the database is not ready')
  await expect(commerce.db.execute(sql`select 1`)).rejects.toThrow()

  const postgres = await startPostgres({port})
  onTestFinished(() => postgres.stop())
  onTestFinished(() => runShutdownHooks())
  const held = await eventually(
    () =>
      commerce.db
        .select({name: leases.name})
        .from(leases)
        .catch(() => []),
    (rows) => rows.length >= JOBS.length,
    20_000,
  )
  expect(held.map(({name}) => name)).toEqual(expect.arrayContaining(JOBS))
})

/** A mail host that has each message at once and acknowledges it only when it is told to (RFC 5321). */
async function slowMailHost() {
  const [arrived, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const host = createServer((socket) => {
    const say = (reply: string) => socket.writable && socket.write(`${reply}\r\n`)
    let isMessage = false
    say('220 slow.example')
    socket.on('error', () => {})
    createInterface(socket).on('line', (line) => {
      if (isMessage) {
        if (line !== '.') return
        isMessage = false
        arrived.resolve()
        void told.promise.then(() => say('250 taken over'))
      } else if (line === 'DATA') {
        isMessage = true
        say('354 go on')
      } else if (line === 'QUIT') {
        socket.end('221 closing\r\n')
      } else say('250 taken')
    })
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  const address = host.address()
  if (address === null || typeof address === 'string') throw new Error('The mail host has no port.')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    arrived: arrived.promise,
    answer: told.resolve,
    close: () => new Promise((resolve) => host.close(resolve)),
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

test('a site that is asked to end while a mail is on its way notes that it was sent, and gives its leases up', async () => {
  const {orderId} = await buy(shop)
  const mail = await slowMailHost()
  const site = spawn(process.execPath, [SITE], {
    env: {...process.env, ...shop.env, SITE_URL, SMTP_URL: mail.url},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(site, 'exit')
  const [port] = await once(createInterface(site.stdout), 'line')
  await mail.arrived
  site.kill('SIGTERM')
  await eventually(
    () => isListening(Number(port)),
    (listens) => !listens,
  )
  mail.answer()
  expect(await exited).toEqual([0, null])

  const mails = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
  expect(mails.map(({status}) => status).sort()).toEqual(['sent', 'waiting'])
  expect(mails.map(({claimedBy}) => claimedBy)).toEqual([null, null])
  expect(await acquireLease(shop.commerce.db, 'outbox', crypto.randomUUID(), 1)).toBeDefined()
  expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 0})
  await mail.close()
})
