import {expect, test} from 'playwright/test'
import {unpacked} from '#tests/support/http.ts'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {announce, ask} from '#tests/support/site.ts'

const SLUG = 'often-published'
const PUBLISHES = 500
const READERS = 12

test.beforeEach(() => removePolicy(SLUG))
test.afterEach(() => removePolicy(SLUG))

/** The number of the version that a page shows. */
const shown = (html: string) => Number(/<h1[^>]*>Version (\d+)<\/h1>/.exec(html)?.[1])

test('500 publishes under readers who never stop: nobody gets words older than the last that was announced', async () => {
  const client = contentClient()
  let announced = 0
  let isOver = false
  let reads = 0
  const stale: {announced: number; shown: number}[] = []
  const publish = async (version: number) => {
    await client.createOrReplace(policyDocument(SLUG, {title: `Version ${version}`, text: 'Words.'}))
    await announce({_id: `policy-${SLUG}`, _type: 'policy', slug: SLUG, slugBefore: SLUG})
    announced = version
  }
  const read = async (encoding: string) => {
    const atLeast = announced
    const answer = await ask(`/${SLUG}`, {headers: {'accept-encoding': encoding}})
    const version = shown(unpacked(answer))
    reads++
    if (!(version >= atLeast)) stale.push({announced: atLeast, shown: version})
  }
  await publish(1)
  const readers = Array.from({length: READERS}, async (_, index) => {
    while (!isOver) await read(['br', 'gzip', 'identity'][index % 3] ?? 'br')
  })
  for (let version = 2; version <= PUBLISHES; version++) {
    await publish(version)
    await read('br')
  }
  isOver = true
  await Promise.all(readers)
  expect({stale, isBusy: reads > PUBLISHES}).toEqual({stale: [], isBusy: true})
})
