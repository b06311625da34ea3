import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {findContact} from '#lib/orders/store.ts'
import {insertRequest} from '#lib/personal-data/requests.ts'
import {runOps} from '#scripts/ops/run-ops.ts'
import {runHere} from '#tests/support/commands.ts'
import {buyAs, somebody} from '#tests/support/people/person.ts'
import {openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'

const ANN = somebody('Opsann', '+1 415 555 2801')

let shop: Shop
let folder: string
let orderId: string

beforeAll(async () => {
  shop = await openShop()
  folder = await mkdtemp(join(tmpdir(), 'people-'))
  orderId = await buyAs(shop, ANN)
}, 300_000)
afterAll(async () => {
  await shop.close()
  await rm(folder, {recursive: true, force: true})
})

/** Runs a command in this process, with no person at its terminal. */
const ops = (...args: string[]) =>
  runHere((around) => runOps(args, {...around, isTerminal: false}), {...shop.env, SITE_URL})

test('a person is found, and written to a file for its owner’s eyes, never over another', async () => {
  const found = await ops('people', 'find', ANN.email.toUpperCase(), '--json')
  expect(JSON.parse(found.out)).toMatchObject({orderIds: [orderId]})
  const out = join(folder, 'ann.zip')
  expect(await ops('people', 'export', ANN.email, '--out', out)).toMatchObject({code: 0})
  expect((await readFile(out)).subarray(0, 2).toString()).toBe('PK')
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect(await ops('people', 'export', ANN.email, '--out', out)).toMatchObject({code: 1})
  expect(
    await ops('people', 'export', 'unknown@pipes.example', '--out', join(folder, 'no.zip')),
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining('Nothing is held'),
  })
  expect(await ops('people', 'find', 'nonsense')).toMatchObject({code: 1})
})

test('a person is corrected and erased on a yes alone', async () => {
  const correct = (...flags: string[]) =>
    ops('people', 'correct', ANN.email, '--business-name', 'Pipes', ...flags)
  expect(await correct()).toMatchObject({code: 1, err: expect.stringContaining('--yes')})
  expect(await correct('--yes')).toMatchObject({code: 0, out: expect.stringContaining('is now Pipes')})
  expect((await findContact(shop.commerce.db, orderId))?.businessName).toBe('Pipes')
  expect(await correct('--yes')).toMatchObject({code: 1, err: expect.stringContaining('already')})

  expect(await ops('people', 'erase', ANN.email)).toMatchObject({code: 1})
  const erased = await ops('people', 'erase', ANN.email, '--yes')
  expect(erased).toMatchObject({code: 0, out: expect.stringMatching(/REQ-/)})
  expect((await findContact(shop.commerce.db, orderId))?.email).toBeNull()
  const list = await ops('people', 'erasures')
  const file = join(folder, 'erasures.json')
  await writeFile(file, list.out)
  expect(await ops('people', 'erase-again', file)).toMatchObject({
    code: 0,
    out: expect.stringContaining('0 erased'),
  })

  const id = /REQ-[\w-]+/.exec(erased.out)?.[0] ?? ''
  expect((await ops('requests', 'list', '--all')).out).toContain(id)
  expect((await ops('requests', 'show', id.toLowerCase())).out).toContain('erasing')
})

test('requests are completed and refused', async () => {
  const child = async () =>
    (
      await shop.commerce.db.transaction((transaction) =>
        insertRequest(transaction, {
          ...{kind: 'child', state: 'open', email: 'parent@home.example', words: 'x', verifiedAt: new Date()},
        }),
      )
    ).id
  const [one, other] = [await child(), await child()]
  expect((await ops('requests', 'list', '--json')).out).toContain(one)
  expect(await ops('requests', 'complete', one)).toMatchObject({code: 0})
  expect(await ops('requests', 'complete', one)).toMatchObject({
    code: 1,
    err: expect.stringContaining('ended'),
  })
  expect(await ops('requests', 'deny', other)).toMatchObject({code: 1})
  expect(await ops('requests', 'deny', other, '--why', 'That is a business.')).toMatchObject({code: 0})
})

test('disclosures are written down, periods counted, and the audit log checked', async () => {
  const given = ['--authority', 'A court, 12/26', '--basis', 'An order', '--given', 'payment record']
  expect(await ops('disclosures', 'add', ...given, '--order', orderId)).toMatchObject({code: 0})
  expect((await ops('disclosures', 'list')).out).toContain('A court')
  expect((await ops('retention', 'run', '--dry-run')).out).toContain('Links of data requests')
  const verified = await ops('audit', 'verify')
  const head = /Keep this: (\w+)/.exec(verified.out)?.[1] ?? ''
  expect(head).toHaveLength(64)
  expect(await ops('audit', 'verify', '--head', head)).toMatchObject({code: 0})
  expect(await ops('audit', 'verify', '--head', 'f'.repeat(64))).toMatchObject({code: 1})
})
