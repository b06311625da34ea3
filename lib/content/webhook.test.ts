import {evaluate, parse} from 'groq-js'
import {expect, test} from 'vitest'
import {contentChange} from './change.ts'
import {WEBHOOK_FILTER, WEBHOOK_PROJECTION} from './webhook.ts'

type Document = Record<string, unknown> | null

async function ask(source: string, before: Document, after: Document): Promise<unknown> {
  const value = await evaluate(parse(source, {mode: 'delta'}), {before, after, root: after ?? before})
  return value.get()
}

const selects = (document: Document) => ask(WEBHOOK_FILTER, null, document)
const policy = (slug: string) => ({_id: 'policy-privacy', _type: 'policy', _rev: 'r', slug: {current: slug}})

test('published documents that pages are made of are announced, drafts and others are not', async () => {
  expect(await selects(policy('privacy'))).toBe(true)
  expect(await selects({_id: 'siteSettings', _type: 'siteSettings'})).toBe(true)
  expect(await selects({...policy('privacy'), _id: 'drafts.policy-privacy'})).toBe(false)
  expect(await selects({...policy('privacy'), _id: 'versions.r1.policy-privacy'})).toBe(false)
  expect(await selects({_id: 'image-1', _type: 'sanity.imageAsset'})).toBe(false)
})

test.each([
  ['create', null, policy('privacy'), {slug: 'privacy', slugBefore: null}],
  ['update', policy('privacy'), policy('data'), {slug: 'data', slugBefore: 'privacy'}],
  ['delete', policy('privacy'), null, {slug: null, slugBefore: 'privacy'}],
])('what is told of a %s is what the site reads', async (operation, before, after, slugs) => {
  const told = contentChange.parse(await ask(WEBHOOK_PROJECTION, before, after))
  expect(told).toMatchObject({_id: 'policy-privacy', _type: 'policy', operation, ...slugs})
})
