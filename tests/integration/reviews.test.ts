import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {isContentType} from '#lib/content/changes.ts'
import {legalText, textHash} from '#lib/format/legal-text.ts'
import {homeDocuments, joinMarks} from '#sanity/home/documents.ts'
import {publishPolicy} from '#sanity/publish-policy.ts'
import {REVISIONS_QUERY} from '#sanity/queries/site.ts'
import {MARKS_QUERY, markReady, readMarks, removeEnded, reviewId, takeBack} from '#sanity/reviews/reviews.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyDocument} from '#tests/support/policies.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
})
afterAll(() => lake.close())
beforeEach(async () => {
  await lake.client.delete({query: '*[_type in ["page", "policy", "policyVersion", "draftReview"]]'})
  await lake.client.create({_id: 'about', _type: 'page', title: 'About', path: '/about'})
  await lake.client.create({_id: 'drafts.about', _type: 'page', title: 'About us', path: '/about'})
})

const NOW = new Date('2026-03-01T17:00:00Z')
const ANA = {by: 'user-ana', now: NOW}

/** What Start lists, and whose marks have ended. */
async function onStart() {
  const stored = await lake.client.fetch(
    '*[_type in ["page", "policy"]]{_id, _rev, _type, title, "address": coalesce(path, slug.current), _updatedAt, "note": null}',
  )
  const marks = readMarks(await lake.client.fetch(MARKS_QUERY))
  const {open, ended} = joinMarks(marks, homeDocuments(stored))
  return {open: open.map(({mark: {by, at}, document: {title}}) => ({title, by, at})), ended}
}

const publish = (id: string) =>
  lake.client.action({
    actionType: 'sanity.action.document.publish',
    publishedId: id,
    draftId: `drafts.${id}`,
  })

test('a draft that is marked stands on Start with who and when, also after more was typed', async () => {
  expect(await markReady(lake.client, 'about', ANA)).toBe(true)
  await lake.client.patch('drafts.about').set({title: 'All about us'}).commit()
  expect(await onStart()).toEqual({
    open: [{title: 'All about us', by: 'user-ana', at: NOW.toISOString()}],
    ended: [],
  })
})

test('a mark is taken back, and a second time changes nothing', async () => {
  await markReady(lake.client, 'about', ANA)
  await takeBack(lake.client, 'about')
  await takeBack(lake.client, 'about')
  expect(await onStart()).toEqual({open: [], ended: []})
})

test('what has no draft cannot be marked', async () => {
  await publish('about')
  expect(await markReady(lake.client, 'about', ANA)).toBe(false)
  expect(await lake.client.getDocument(reviewId('about'))).toBeUndefined()
})

test('a page that was never published is marked like any other', async () => {
  await lake.client.create({_id: 'drafts.new', _type: 'page', title: 'New', path: '/new'})
  await markReady(lake.client, 'new', ANA)
  expect((await onStart()).open).toMatchObject([{title: 'New'}])
  await publish('new')
  await lake.client.create({_id: 'drafts.new', _type: 'page', title: 'Newer', path: '/new'})
  expect(await onStart()).toEqual({open: [], ended: ['new']})
})

test.each([
  ['published by the Studio', () => publish('about')],
  [
    'published by writing the document itself',
    () =>
      lake.client
        .transaction()
        .createOrReplace({_id: 'about', _type: 'page', title: 'About us', path: '/about'})
        .delete('drafts.about')
        .commit(),
  ],
  ['discarded', () => lake.client.delete('drafts.about')],
  ['deleted with its page', () => lake.client.transaction().delete('drafts.about').delete('about').commit()],
])('the mark of a draft that was %s is gone, and nothing of it is published', async (_, end) => {
  await markReady(lake.client, 'about', ANA)
  await end()
  expect((await onStart()).open).toEqual([])
  expect(JSON.stringify(await lake.client.fetch('*[_id == "about"]'))).not.toContain('user-ana')
  await removeEnded(lake.client, 'about')
  expect(await lake.client.fetch(MARKS_QUERY)).toEqual([])
})

test('a new draft after a publish is not ready before it is marked again', async () => {
  await markReady(lake.client, 'about', ANA)
  await publish('about')
  await lake.client.create({_id: 'drafts.about', _type: 'page', title: 'Again', path: '/about'})
  expect(await onStart()).toEqual({open: [], ended: ['about']})
  await markReady(lake.client, 'about', {by: 'user-ben', now: NOW})
  // What was seen as ended before is set anew by now.
  await removeEnded(lake.client, 'about')
  expect((await onStart()).open).toMatchObject([{title: 'Again', by: 'user-ben'}])
})

test('the version of a policy that was marked has the text alone', async () => {
  const draft = {...policyDocument('privacy', {title: 'Privacy', text: 'one'}), _id: 'drafts.policy-privacy'}
  await lake.client.create(draft)
  const expected = await textHash(legalText(draft))
  await markReady(lake.client, 'policy-privacy', ANA)
  const stored = await lake.client.getDocument('drafts.policy-privacy')
  if (!stored) throw new Error('There is no draft.')
  const version = await publishPolicy(lake.client, {
    draft: stored,
    published: undefined,
    policyId: 'policy-privacy',
    summary: '',
    kind: 'meaning',
    now: NOW,
  })
  expect(version?.hash).toBe(expected)
  expect((await onStart()).open).toEqual([])
})

test('the site is told of no mark, and who reads without a token finds none', async () => {
  await markReady(lake.client, 'about', ANA)
  const published = lake.client.withConfig({perspective: 'published'})
  expect(await published.fetch(REVISIONS_QUERY)).toMatchObject([{_id: 'about'}])
  expect(isContentType('draftReview')).toBe(false)
  const anonymous = lake.client.withConfig({token: undefined, perspective: 'published'})
  expect(await anonymous.fetch(MARKS_QUERY)).toEqual([])
})

test('a viewer can neither mark nor take back', async () => {
  const viewer = lake.client.withConfig({token: lake.token('viewer')})
  await expect(markReady(viewer, 'about', ANA)).rejects.toMatchObject({statusCode: 403})
  await markReady(lake.client, 'about', ANA)
  await expect(takeBack(viewer, 'about')).rejects.toMatchObject({statusCode: 403})
  expect((await onStart()).open).toHaveLength(1)
})
