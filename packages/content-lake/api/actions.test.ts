import {ClientError, type SanityClient} from '@sanity/client'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'
import {strengthenReferences} from './document-actions.ts'

let lake: RestartableLake
let client: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start()
  client = lake.client('editor', {perspective: 'raw'})
})

afterAll(() => lake.remove())

beforeEach(async () => {
  await client.delete({query: '*[true]'})
})

const publish = {actionType: 'sanity.action.document.publish', draftId: 'drafts.a', publishedId: 'a'} as const
const ids = () => client.fetch<string[]>('*|order(_id)._id')

function createDraft(attributes: Record<string, unknown> = {}) {
  return client.action({
    actionType: 'sanity.action.document.create',
    publishedId: 'a',
    attributes: {_id: 'drafts.a', _type: 'note', text: 'draft', ...attributes},
    ifExists: 'fail',
  })
}

describe('actions', () => {
  test('create a draft, once', async () => {
    const {transactionId} = await createDraft()
    expect(await client.getDocument('drafts.a')).toMatchObject({text: 'draft', _rev: transactionId})
    await expect(createDraft()).rejects.toBeInstanceOf(ClientError)
  })

  test('publish a draft and strengthen its references', async () => {
    await client.create({_id: 'target', _type: 'note'})
    const to = {_type: 'reference', _ref: 'target', _weak: true, _strengthenOnPublish: {type: 'note'}}
    await createDraft({to})
    await client.action(publish)
    expect(await ids()).toEqual(['a', 'target'])
    expect(await client.getDocument('a')).toMatchObject({
      text: 'draft',
      to: {_type: 'reference', _ref: 'target'},
    })
    expect((await client.getDocument('a'))?.to).not.toHaveProperty('_weak')
  })

  test('edit a published document by making its draft', async () => {
    await client.create({_id: 'a', _type: 'note', text: 'published'})
    await client.action({
      actionType: 'sanity.action.document.edit',
      draftId: 'drafts.a',
      publishedId: 'a',
      patch: {set: {text: 'edited'}},
    })
    expect(await client.getDocuments(['a', 'drafts.a'])).toMatchObject([
      {text: 'published'},
      {text: 'edited'},
    ])
  })

  test('unpublish into a draft', async () => {
    await client.create({_id: 'a', _type: 'note', text: 'published'})
    await client.action({
      actionType: 'sanity.action.document.unpublish',
      draftId: 'drafts.a',
      publishedId: 'a',
    })
    expect(await ids()).toEqual(['drafts.a'])
  })

  test('discard a draft', async () => {
    await client.create({_id: 'a', _type: 'note', text: 'published'})
    await client.create({_id: 'drafts.a', _type: 'note', text: 'draft'})
    await client.action({actionType: 'sanity.action.document.discard', draftId: 'drafts.a'})
    expect(await ids()).toEqual(['a'])
  })

  test('delete a document with its drafts', async () => {
    await client.create({_id: 'a', _type: 'note'})
    await client.create({_id: 'drafts.a', _type: 'note'})
    await client.action({
      actionType: 'sanity.action.document.delete',
      publishedId: 'a',
      includeDrafts: ['drafts.a'],
    })
    expect(await ids()).toEqual([])
  })

  test('replace a draft', async () => {
    await createDraft({extra: 1})
    await client.action({
      actionType: 'sanity.action.document.replaceDraft',
      publishedId: 'a',
      attributes: {_id: 'drafts.a', _type: 'note', text: 'other'},
    })
    const draft = await client.getDocument('drafts.a')
    expect(draft).toMatchObject({text: 'other'})
    expect(draft).not.toHaveProperty('extra')
  })

  test('create and discard a version', async () => {
    const document = {_id: 'versions.r1.a', _type: 'note', text: 'version'}
    await client.action({actionType: 'sanity.action.document.version.create', publishedId: 'a', document})
    expect(await client.getDocument('versions.r1.a')).toMatchObject({text: 'version'})
    await client.action({actionType: 'sanity.action.document.version.discard', versionId: 'versions.r1.a'})
    expect(await ids()).toEqual([])
  })

  test('several are one transaction', async () => {
    await createDraft()
    const failing = client.action([publish, {...publish, draftId: 'drafts.b', publishedId: 'b'}])
    await expect(failing).rejects.toBeInstanceOf(ClientError)
    expect(await ids()).toEqual(['drafts.a'])
  })
})

test('references in a published document are as strong as the schema wants them', () => {
  const draft = {
    strong: {_type: 'reference', _ref: 'a', _weak: true, _strengthenOnPublish: {type: 'note'}},
    weak: {_type: 'reference', _ref: 'b', _weak: true, _strengthenOnPublish: {type: 'note', weak: true}},
    list: [{_key: 'k', _ref: 'c', _weak: true, _strengthenOnPublish: {type: 'note', template: {id: 'x'}}}],
    untouched: {_ref: 'd', _weak: true},
    text: 'words',
  }
  expect(strengthenReferences(draft)).toEqual({
    strong: {_type: 'reference', _ref: 'a'},
    weak: {_type: 'reference', _ref: 'b', _weak: true},
    list: [{_key: 'k', _ref: 'c'}],
    untouched: {_ref: 'd', _weak: true},
    text: 'words',
  })
})
