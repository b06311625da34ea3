import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {customerContacts} from '#lib/db/schema.ts'
import {findOrder} from '#lib/orders/store.ts'
import {saveSetup} from '#lib/setup/form.ts'
import {deliverMail} from '#lib/workers.ts'
import {runOps} from '#scripts/ops/run-ops.ts'
import {runStripeSync} from '#scripts/ops/stripe-sync.ts'
import {runHere, runScript} from '#tests/support/commands.ts'
import {buy, openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** Runs a command in this process, with no person at its terminal. */
const run = (command: typeof runOps, args: readonly string[], env: Record<string, string> = {}) =>
  runHere((around) => command(args, {...around, isTerminal: false}), {...shop.env, SITE_URL, ...env})

const ops = (...args: string[]) => run(runOps, args)

async function waitingOrder(): Promise<string> {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  return orderId
}

test('a command is a program, which prints to a file without colours and ends with a code', async () => {
  const orderId = await waitingOrder()
  const program = (...args: string[]) => runScript('ops.ts', args, {...shop.env, SITE_URL})
  const [listed, unknown] = await Promise.all([program('orders', 'list'), program('nonsense')])
  expect(listed).toMatchObject({code: 0, err: '', out: expect.stringContaining(orderId)})
  expect(listed.out).not.toMatch(/(?!\n)\p{Cc}/u)
  expect(unknown).toMatchObject({code: 1, out: '', err: expect.stringMatching(/unknown command/)})
})

test('orders are listed and shown, as tables and as JSON', async () => {
  const orderId = await waitingOrder()
  const table = await ops('orders', 'list', '--state', 'awaiting-details')
  expect(table.out).toContain(orderId)
  expect(table.out).toContain('US$99.00')
  const {out} = await ops('orders', 'show', orderId.toLowerCase(), '--json')
  expect(JSON.parse(out)).toMatchObject({
    order: {id: orderId, state: 'awaiting_details'},
    contact: {email: expect.stringMatching(/@pipes\.example$/)},
    history: [{toState: 'paid'}, {toState: 'awaiting_details'}],
  })
})

test('the set-up begins only on a yes, and from then on nothing is refunded', async () => {
  const orderId = await waitingOrder()
  const advance = (...flags: string[]) => ops('orders', 'advance', orderId, ...flags)
  expect(await advance('--yes')).toMatchObject({code: 1, err: expect.stringContaining('--without-details')})
  expect(await advance('--without-details')).toMatchObject({code: 1, err: expect.stringContaining('--yes')})
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('awaiting_details')
  expect(await advance('--without-details', '--yes', '--notify')).toMatchObject({code: 0})
  expect(await ops('orders', 'refund', orderId, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('set-up has begun'),
  })
})

test('an order goes live only on a yes, and that can be taken back', async () => {
  const orderId = await waitingOrder()
  const state = async () => (await findOrder(shop.commerce.db, orderId))?.state
  await ops('orders', 'advance', orderId, '--without-details', '--yes')
  expect(await ops('orders', 'advance', orderId)).toMatchObject({
    code: 1,
    err: expect.stringContaining('--yes'),
  })
  expect(await state()).toBe('in_set_up')
  expect(await ops('orders', 'advance', orderId, '--yes')).toMatchObject({code: 0})
  expect(await state()).toBe('live')
  expect(await ops('orders', 'back', orderId)).toMatchObject({code: 0})
  expect(await state()).toBe('in_set_up')
})

test('a database that is away is named, with no word of what was asked', async () => {
  const away = 'postgres://owner:secret@localhost:9/shop'
  const {code, err} = await run(runOps, ['orders', 'list'], {DATABASE_URL: away})
  expect(code).toBe(1)
  expect(err).toMatch(/^The database at localhost:9 \(DATABASE_URL\) did not do it: .*ECONNREFUSED/)
  expect(err).not.toContain('secret')
})

test('an order is refunded on a yes', async () => {
  const orderId = await waitingOrder()
  expect(await ops('orders', 'refund', orderId)).toMatchObject({code: 1})
  expect(await ops('orders', 'refund', orderId, '--yes')).toMatchObject({code: 0})
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('refunded')
})

test('a part is given back by command, and what is announced is what remains', async () => {
  const orderId = await waitingOrder()
  const refund = (...flags: string[]) => ops('orders', 'refund', orderId, ...flags)
  expect(await refund('--amount', 'much', '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('An amount in dollars'),
  })
  expect(await refund('--amount', '100', '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('US$99.00 of US$99.00 can be given back'),
  })
  for (const amount of ['9.90', '$9.9']) {
    const {code, out} = await refund('--amount', amount, '--yes')
    expect([code, out]).toEqual([0, expect.stringMatching(/^US\$9\.90 of .* is on its way back/)])
  }
  expect((await ops('orders', 'show', orderId)).out).toMatch(/Sent back +│ US\$19\.80/)
  expect((await ops('orders', 'list')).out).toContain('US$19.80')
  expect((await refund()).err).toContain('Give back US$79.20 of')
  expect((await refund('--yes')).out).toMatch(/^US\$79\.20 of /)
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('refunded')
})

test('service data is shown decrypted, which is written down', async () => {
  const orderId = await waitingOrder()
  const [mail] = (await shop.inbox.about(orderId)).filter(({text}) => text.includes('setup?link='))
  const link = /link=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
  const typed = {calendar_credential: 'open sesame'}
  await saveSetup(shop.commerce, link, {typed, shown: '', submit: false})
  const shown = await ops('service-data', 'show', orderId, '--json')
  expect(JSON.parse(shown.out)).toEqual({calendar_credential: 'open sesame'})
  const {rows} = await shop.commerce.db.execute('select actor, action from audit_log')
  expect(rows).toEqual([{actor: expect.stringMatching(/^ops:\w/), action: 'service-data show'}])
  expect((await ops('service-data', 'rotate-keys')).out).toContain('0 records')
})

test('mail is listed, and Stripe is asked for what was missed', async () => {
  const orderId = await waitingOrder()
  expect((await ops('outbox', 'list', '--status', 'sent')).out).toContain(orderId)
  expect((await ops('outbox', 'retry')).out).toContain('0 put back')
  expect(await ops('outbox', 'retry', crypto.randomUUID())).toMatchObject({
    code: 1,
    err: expect.stringContaining('No mail with this id'),
  })
  expect(await ops('reconcile', '--json')).toMatchObject({
    code: 0,
    out: expect.stringContaining('"failures": 0'),
  })
})

test.each([
  [['orders', 'show', 'nonsense'], 'An order id looks like'],
  [['orders', 'show', 'PP-0000-0000-0000'], 'There is no such order'],
  [['orders', 'list', '--state', 'nonsense'], 'One of: pending'],
  [['nonsense'], 'unknown command'],
])('%j is refused in words', async (args, words) => {
  const {code, err} = await ops(...args)
  expect(code).toBe(1)
  expect(err).toContain(words)
  expect(err).not.toMatch(/^\s+at /m)
})

test('what is missing in the configuration is named, without any value', async () => {
  const wrong = {SMTP_URL: '', SERVICE_DATA_KEYS: 'a:c2hvcnQ='}
  const {code, err} = await run(runOps, ['orders', 'list'], wrong)
  expect(code).toBe(1)
  expect(err).toMatch(/SMTP_URL/)
  expect(err).toMatch(/SERVICE_DATA_KEYS/)
  expect(err).not.toContain('c2hvcnQ=')
})

test('a Stripe account is checked with the key of the site, and set up with one that may do more', async () => {
  const sync = (key: string, ...args: string[]) =>
    run(runStripeSync, args, {SITE_URL: 'http://127.0.0.1:9', STRIPE_SECRET_KEY: key})
  const {STRIPE_SECRET_KEY: siteKey = ''} = shop.env
  expect((await sync(siteKey, '--check')).code).toBe(1)
  expect(await sync(siteKey)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no permission 'webhook_write'.* a key that may do everything/),
  })
  const made = await sync(shop.secretKey)
  expect(made).toMatchObject({code: 0, out: expect.stringMatching(/STRIPE_WEBHOOK_SECRET=whsec_\w+/)})
  const again = await sync(siteKey, '--check')
  expect(again).toMatchObject({code: 0, out: expect.not.stringContaining('whsec_')})
})

/** Clears a screen, and begins a command in the terminals that know one-byte controls. */
const STEERING = '\u001B[2J\u009B31m'

test('what is kept already steers no terminal, as a table or as JSON', async () => {
  const {orderId} = await buy(shop)
  await shop.commerce.db
    .update(customerContacts)
    .set({businessName: `Pipes${STEERING}`})
    .where(eq(customerContacts.orderId, orderId))
  for (const args of [
    ['orders', 'list'],
    ['orders', 'show', orderId],
    ['orders', 'list', '--json'],
  ]) {
    const {out} = await ops(...args)
    expect(out).toContain('Pipes')
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u)
  }
})
