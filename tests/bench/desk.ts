import {customerContacts, ORDER_STATES, orders} from '#lib/db/schema.ts'
import {type DeskShop, openDesk} from '#tests/support/shop/desk.ts'
import type {Line} from './report.ts'
import {interleaved, timed} from './statistics.ts'

const SMALL = 10
const LARGE = 10_000
const ROUNDS = 30
const BATCH = 500
/** Until the first row of the owner's list is there. */
const MOST_MS = 300
/** What a thousand times the orders may cost: all are counted and sorted, and fifty are shown. */
const GROWTH = 10

const QUESTIONS = {
  'the newest orders': {},
  'orders by business': {sortBy: 'businessName', direction: 'asc'},
  'a search': {search: 'pipes 7'},
} as const

/** How long the owner waits for a list of orders in a small and in a large business, asked in turns. */
export async function firstRow(): Promise<Line[]> {
  const [small, large] = [await openDesk(), await openDesk()]
  try {
    await fill(small, SMALL)
    await fill(large, LARGE)
    const lines: Line[] = []
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const time = await interleaved(ROUNDS, {
        few: () => timed(() => small.ask('list-orders', question)),
        many: () => timed(() => large.ask('list-orders', question)),
      })
      lines.push(
        {what: `${name}, of ${SMALL}`, value: time('few'), unit: 'ms'},
        {what: `${name}, of ${LARGE}`, value: time('many'), unit: 'ms', atMost: MOST_MS},
        {what: `${name}, growth`, value: time('many') / time('few'), unit: '×', atMost: GROWTH},
      )
    }
    return lines
  } finally {
    await Promise.all([small.close(), large.close()])
  }
}

async function fill({shop}: DeskShop, count: number): Promise<void> {
  const {db} = shop.commerce
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({length: Math.min(BATCH, count - from)}, (_, index) => from + index)
    const idOf = (number: number) =>
      `PP-0000-${String(number)
        .padStart(8, '0')
        .replace(/(.{4})/, '$1-')}`
    await db.insert(orders).values(
      numbers.map((number) => ({
        ...{id: idOf(number), nonce: `bench-${number}`, plan: 'lifetime-access', planName: 'Lifetime access'},
        ...{lookupKey: 'lifetime_access', termsVersion: '1', policyVersion: '1', livemode: false},
        ...{amountTotal: 9_900, currency: 'usd', createdAt: new Date(Date.UTC(2026, 0, 1, 0, number))},
        state: ORDER_STATES[number % ORDER_STATES.length],
      })),
    )
    await db.insert(customerContacts).values(
      numbers.map((number) => ({
        ...{orderId: idOf(number), name: `Ann ${number}`, businessName: `Pipes ${number} & Sons`},
        email: `ann${number}@pipes.example`,
      })),
    )
  }
}
