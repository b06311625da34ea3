import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {accessLine} from '@local/document-server'
import {sql} from 'drizzle-orm'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {countFile, countVisits, readVisits} from '#lib/visits.ts'
import {buy, openShop, type Shop} from '../support/shop/shop.ts'

let shop: Shop
let folder: string

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'visits-'))
  await shop.commerce.db.execute(sql`truncate daily_visits`)
  return () => rmSync(folder, {recursive: true})
})

let requests = 0

/** A line as the site writes it, and as nginx does. */
const line = (path: string, {day = '2026-01-31', browser = 'Firefox', method = 'GET', status = 200} = {}) =>
  `${JSON.stringify(accessLine.parse({time: `${day}T10:00:00.000Z`, ip: '198.51.100.7', browser, method, path, status, bytes: 1, ms: 1, id: `r-${++requests}`}))}\n`

const write = (name: string, lines: string[]) => writeFileSync(join(folder, name), lines.join(''))
const onDay = async (day: string) =>
  (await readVisits(shop.commerce.db, {from: day, to: day, livemode: false}))[0]

test('views of each page are summed by day, and the way to the payment with them', async () => {
  write('access-2026-01-31.jsonl', [
    line('/pricing'),
    line('/pricing/'),
    line('/privacy', {status: 304}),
    line('/checkout/lifetime-access'),
    line('/api/checkout', {method: 'POST', status: 303}),
    line('/pricing', {browser: 'Robot'}),
    line('/', {day: '2026-02-01'}),
  ])
  write('application-2026-01-31.jsonl', [line('/')])
  expect(await countVisits(shop.commerce.db, folder)).toEqual(['access-2026-01-31.jsonl'])
  expect(
    await readVisits(shop.commerce.db, {from: '2026-01-30', to: '2026-02-01', livemode: false}),
  ).toMatchObject([
    {day: '2026-01-30', views: 0, pages: []},
    {
      day: '2026-01-31',
      views: 4,
      pages: [
        {path: '/pricing', views: 2},
        {path: '/checkout/lifetime-access', views: 1},
        {path: '/privacy', views: 1},
      ],
      way: {prices: 2, checkout: 1, toPayment: 1, paid: 0},
    },
    {day: '2026-02-01', views: 1},
  ])
})

test('orders are counted on the day on which they were paid', async () => {
  await buy(shop)
  const today = new Date().toISOString().slice(0, 10)
  expect((await onDay(today))?.way.paid).toBeGreaterThan(0)
})

test('counting again adds what came since, and nothing twice', async () => {
  write('access-2026-01-31.jsonl', [line('/about')])
  await countVisits(shop.commerce.db, folder)
  expect(await countVisits(shop.commerce.db, folder)).toEqual([])
  appendFileSync(join(folder, 'access-2026-01-31.jsonl'), line('/about'))
  await countVisits(shop.commerce.db, folder)
  await countFile(shop.commerce.db, join(folder, 'access-2026-01-31.jsonl'))
  expect(await onDay('2026-01-31')).toMatchObject({pages: [{path: '/about', views: 2}]})
})

test('the logs of several machines and of a proxy add up', async () => {
  write('access-2026-01-31.jsonl', [line('/about')])
  write('access-nginx.log', [line('/about'), line('/about')])
  await countVisits(shop.commerce.db, folder)
  expect(await onDay('2026-01-31')).toMatchObject({pages: [{path: '/about', views: 3}]})
})

test('a line that is being written, and one that is no line, are left out', async () => {
  write('access-2026-01-31.jsonl', [line('/about'), 'no json\n', '{"time":1}\n', line('/about').slice(0, 40)])
  await countVisits(shop.commerce.db, folder)
  expect(await onDay('2026-01-31')).toMatchObject({views: 1})
})

test('the sums hold no address and nothing of a reader', async () => {
  write('access-2026-01-31.jsonl', [line('/about')])
  await countVisits(shop.commerce.db, folder)
  const {rows} = await shop.commerce.db.execute(sql`select * from daily_visits`)
  expect(rows.map((row) => Object.keys(row).sort())).toEqual([['day', 'path', 'source', 'views']])
  expect(JSON.stringify(rows)).not.toMatch(/198\.51\.100\.7|Firefox/)
})
