import type {SanityDocument} from '@sanity/client'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {legalText, textHash} from '#lib/format/legal-text.ts'
import {findTextChange, publishPolicy, withdrawVersion} from '#sanity/publish-policy.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyDocument} from '#tests/support/policies.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
})
afterAll(() => lake.close())
beforeEach(() => lake.client.delete({query: '*[_type in ["policy", "policyVersion", "siteSettings"]]'}))

const ID = 'policy-privacy'
const NOW = new Date('2026-03-01T17:00:00Z')

const read = (id: string): Promise<SanityDocument | undefined> => lake.client.getDocument(id)

/** Writes a draft that says this, and publishes it as the Studio does. */
async function publish(text: string, request: Partial<Parameters<typeof publishPolicy>[1]> = {}) {
  await lake.client.createOrReplace({
    ...policyDocument('privacy', {title: 'Privacy', text}),
    _id: `drafts.${ID}`,
  })
  const draft = await read(`drafts.${ID}`)
  if (!draft) throw new Error('There is no draft.')
  return publishPolicy(lake.client, {
    draft,
    published: await read(ID),
    policyId: ID,
    summary: `It says ${text}.`,
    kind: 'meaning',
    now: NOW,
    ...request,
  })
}

const versions = () =>
  lake.client.fetch(
    '*[_type == "policyVersion"] | order(number asc){number, date, summary, kind, effectiveOn, withdrawnOn}',
  )

test('a changed text makes a version in the transaction of its page, with number, date, hash and words', async () => {
  await publish('one')
  await publish('two')
  const page = await read(ID)
  const version = await read(`${ID}-version-2`)
  expect(version).toMatchObject({
    number: 2,
    date: '2026-03-01',
    summary: 'It says two.',
    kind: 'meaning',
    slug: {current: 'privacy'},
    hash: await textHash(legalText(page ?? {})),
  })
  expect(version?._rev).toBe(page?._rev)
  expect(page).toMatchObject({lastUpdated: '2026-03-01'})
  expect(await read(`drafts.${ID}`)).toBeUndefined()
  expect(await versions()).toMatchObject([{number: 1, kind: 'first'}, {number: 2}])
})

test('the same text makes no version, whatever else and however its keys changed', async () => {
  await publish('one')
  const {body} = policyDocument('privacy', {title: 'Privacy', text: 'one'})
  const rekeyed = body.map((block) => ({
    ...block,
    _key: 'other',
    children: [
      {_type: 'span', _key: 'a', text: 'o', marks: []},
      {_type: 'span', _key: 'b', text: 'ne'},
    ],
  }))
  await lake.client.patch(ID).set({body: rekeyed, summary: 'For search results.'}).commit()
  expect(await findTextChange(lake.client, ID, (await read(ID)) ?? {})).toBeUndefined()
  expect(await publish('one')).toBeUndefined()
  expect(await versions()).toHaveLength(1)
})

test('a draft that another editor changed meanwhile is not published, and no version is made', async () => {
  await publish('one')
  await lake.client.createOrReplace({
    ...policyDocument('privacy', {title: 'Privacy', text: 'two'}),
    _id: `drafts.${ID}`,
  })
  const draft = await read(`drafts.${ID}`)
  await lake.client.patch(`drafts.${ID}`).set({title: 'Privacy of everybody'}).commit()
  if (!draft) throw new Error('There is no draft.')
  const stale = {draft, published: await read(ID), policyId: ID, summary: 'Two.', kind: 'meaning'} as const
  await expect(publishPolicy(lake.client, stale)).rejects.toMatchObject({statusCode: 409})
  expect(await versions()).toHaveLength(1)
  expect(await read(ID)).toMatchObject({title: 'Privacy'})
})

test('of two publishes at the same moment one makes the version, and the other is refused whole', async () => {
  await publish('one')
  await lake.client.createOrReplace({
    ...policyDocument('privacy', {title: 'Privacy', text: 'two'}),
    _id: `drafts.${ID}`,
  })
  const draft = await read(`drafts.${ID}`)
  const published = await read(ID)
  if (!draft) throw new Error('There is no draft.')
  const attempt = () =>
    publishPolicy(lake.client, {draft, published, policyId: ID, summary: 'Two.', kind: 'meaning', now: NOW})
  const results = await Promise.allSettled([attempt(), attempt()])
  expect(results.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await versions()).toHaveLength(2)
})

test('versions stay when the policy is unpublished or deleted, and a duplicate begins at one', async () => {
  await publish('one')
  await publish('two')
  await lake.client.delete(ID)
  expect(await versions()).toHaveLength(2)
  const again = await publish('three')
  expect(again?.number).toBe(3)
  await lake.client.create({...policyDocument('copy', {title: 'Copy', text: 'three'}), _id: 'drafts.copy'})
  const draft = await read('drafts.copy')
  if (!draft) throw new Error('There is no draft.')
  const copy = await publishPolicy(lake.client, {
    draft,
    published: undefined,
    policyId: 'copy',
    summary: '',
    kind: 'meaning',
  })
  expect(copy).toMatchObject({number: 1, kind: 'first', policyId: 'copy'})
})

test('a link to a page is kept by its id, and holds the page back from nothing', async () => {
  await lake.client.createOrReplace({_id: 'page-about', _type: 'page', title: 'About', path: '/about'})
  const body = [
    {
      _type: 'block',
      _key: 'a',
      style: 'normal',
      markDefs: [
        {_type: 'link', _key: 'x', kind: 'document', document: {_type: 'reference', _ref: 'page-about'}},
      ],
      children: [{_type: 'span', _key: 's', text: 'About us', marks: ['x', 'strong']}],
    },
  ]
  await lake.client.create({...policyDocument('privacy', {title: 'P', text: ''}), body, _id: `drafts.${ID}`})
  const draft = await read(`drafts.${ID}`)
  if (!draft) throw new Error('There is no draft.')
  await publishPolicy(lake.client, {draft, published: undefined, policyId: ID, summary: '', kind: 'meaning'})
  const version = await read(`${ID}-version-1`)
  expect(version?.body[0].markDefs).toEqual([{_type: 'link', _key: 'link0', documentId: 'page-about'}])
  expect(await lake.client.fetch('*[references("page-about")]._id')).toEqual([ID])
  expect(await textHash(legalText(version ?? {}))).toBe(version?.hash)
})

test('a version with a day to come changes the policy now and takes its day as its date', async () => {
  await publish('one')
  const version = await publish('two', {effectiveOn: '2026-03-15'})
  expect(version).toMatchObject({effectiveOn: '2026-03-15', date: '2026-03-15'})
})

test('a version is withdrawn until its day comes; its text stays as a draft and the policy is as before', async () => {
  await publish('one')
  await publish('two', {effectiveOn: '2026-03-15'})
  const [first, page] = [await read(`${ID}-version-1`), await read(ID)]
  if (!page) throw new Error('There is no policy.')
  const late = new Date('2026-03-15T04:00:00Z')
  expect(await withdrawVersion(lake.client, page, 2, late)).toBe(false)
  expect(await withdrawVersion(lake.client, page, 2, new Date('2026-03-15T03:59:00Z'))).toBe(true)
  const restored = await read(ID)
  expect(await textHash(legalText(restored ?? {}))).toBe(first?.hash)
  expect(restored?.lastUpdated).toBe('2026-03-01')
  const draft = await read(`drafts.${ID}`)
  expect(draft?.body[0].children[0].text).toBe('two')
  expect(await versions()).toMatchObject([{number: 1}, {number: 2, withdrawnOn: '2026-03-14'}])
  expect((await publish('three'))?.number).toBe(3)
})

test('the time zone of the site settings decides on the day', async () => {
  await lake.client.create({_id: 'siteSettings', _type: 'siteSettings', timeZone: 'Pacific/Honolulu'})
  const version = await publish('one', {now: new Date('2026-03-02T09:59:00Z')})
  expect(version?.date).toBe('2026-03-01')
})

test('what changed is suggested from the differences', async () => {
  await publish('We may keep your words.')
  const draft = policyDocument('privacy', {title: 'Privacy', text: 'We never keep your words.'})
  expect(await findTextChange(lake.client, ID, draft)).toMatchObject({
    isFirst: false,
    suggestion: 'The beginning: “may” is now “never”.',
  })
})
