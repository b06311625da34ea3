import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {connect} from 'node:net'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {buffer} from 'node:stream/consumers'
import {eq} from 'drizzle-orm'
import {SMTPServer} from 'smtp-server'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {acquireLease} from '#lib/db/lease.ts'
import {outbox} from '#lib/db/schema.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import {buy, openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'

const SITE = join(process.cwd(), 'tests/support/shop/background-site.ts')

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A mail host that has each message at once and says so only when it is told to. */
async function slowMailHost() {
  const [arrived, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const host = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      buffer(stream)
        .then(() => arrived.resolve())
        .then(() => told.promise)
        .then(() => done(), done)
    },
  })
  host.on('error', () => {})
  const server = host.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail host has no port.')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    arrived: arrived.promise,
    answer: told.resolve,
    close: () => new Promise<void>((resolve) => host.close(resolve)),
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
