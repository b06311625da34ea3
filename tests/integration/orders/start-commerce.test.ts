import {startPostgres} from '@local/embedded-postgres'
import {findFreePorts} from '@local/supervisor'
import {sql} from 'drizzle-orm'
import {afterEach, expect, test} from 'vitest'
import {openCommerce} from '#lib/commerce.ts'
import {parseCommerceEnv} from '#lib/commerce-env.ts'
import {leases} from '#lib/db/schema.ts'
import {startCommerce} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'

const JOBS = ['outbox', 'reconciler', 'clean-up']

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  process.emit('SIGTERM', 'SIGTERM')
  for (const close of closing.splice(0).reverse()) await close()
})

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
  closing.push(() => commerce.close())
  await startCommerce(commerce)
  expect(lines.join()).toContain('the database is not ready')
  await expect(commerce.db.execute(sql`select 1`)).rejects.toThrow()

  const postgres = await startPostgres({port})
  closing.push(() => postgres.stop())
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
