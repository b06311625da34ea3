import type {SanityClient} from '@sanity/client'
import {startTestLake} from '#tests/support/lake.ts'
import type {Line} from '../report.ts'
import {median, timed} from '../statistics.ts'

const SMALL = 10
const LARGE = 10_000
const ROUNDS = 40
const BATCH = 500
/** What a look-up may cost at a thousand times the documents; a linear one would cost hundreds of times as much. */
const GROWTH = 3

const LOOK_UPS = {
  slug: '*[_type == "bench" && slug.current == $slug][0]{_id, title}',
  _id: '*[_id == $id][0]{_id, title}',
  _type: '*[_type == "rare"]{_id, title}',
}

/** How long look-ups take in a small and in a large dataset, asked in turns. */
export async function lookUps(): Promise<Line[]> {
  const [small, large] = [await startTestLake(), await startTestLake()]
  try {
    await fill(small.client, SMALL)
    await fill(large.client, LARGE)
    const lines: Line[] = []
    for (const [name, query] of Object.entries(LOOK_UPS)) {
      const times: {small: number[]; large: number[]} = {small: [], large: []}
      for (let round = 0; round < ROUNDS; round++) {
        times.small.push(await timed(() => ask(small.client, query, 1 + (round % (SMALL - 1)))))
        times.large.push(await timed(() => ask(large.client, query, 1 + ((round * 241) % (LARGE - 1)))))
      }
      const [few, many] = [median(times.small), median(times.large)]
      lines.push(
        {what: `look-up by ${name}, ${SMALL} documents`, value: few, unit: 'ms'},
        {what: `look-up by ${name}, ${LARGE} documents`, value: many, unit: 'ms'},
        {what: `look-up by ${name}, growth`, value: many / few, unit: '×', atMost: GROWTH},
      )
    }
    return lines
  } finally {
    await Promise.all([small.close(), large.close()])
  }
}

async function ask(client: SanityClient, query: string, number: number): Promise<void> {
  const found = await client.fetch(query, {slug: `page-${number}`, id: `bench-${number}`})
  if (found === null) throw new Error(`Nothing was found by ${query}.`)
}

async function fill(client: SanityClient, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const transaction = client.transaction()
    for (let number = from; number < Math.min(from + BATCH, count); number++) {
      transaction.create({
        _id: `bench-${number}`,
        _type: number === 0 ? 'rare' : 'bench',
        title: `Page ${number}`,
        slug: {_type: 'slug', current: `page-${number}`},
      })
    }
    await transaction.commit({visibility: 'sync'})
  }
}
