import {expect, test} from 'vitest'
import {homeDocuments} from './documents.ts'

const stored = (_id: string, rest: object = {}) => ({
  _id,
  _rev: `of-${_id}`,
  _type: 'page',
  title: 'About',
  address: '/about',
  _updatedAt: '2026-01-02T03:04:05Z',
  note: null,
  ...rest,
})

const states = (found: unknown) => homeDocuments(found).map(({id, state, title}) => [id, state, title])

test('a document is listed once, with the words of its draft', () => {
  expect(states([stored('drafts.a', {title: 'About us'}), stored('a')])).toEqual([
    ['a', 'changed', 'About us'],
  ])
})

test('what was never published is new', () => {
  expect(states([stored('drafts.a')])).toEqual([['a', 'new', 'About']])
})

test('a document is known by the revision that is published, whatever its draft has', () => {
  const [changed, fresh] = homeDocuments([stored('drafts.a'), stored('a'), stored('drafts.b')])
  expect([changed?.publishedRevision, fresh?.publishedRevision]).toEqual(['of-a', null])
})

test('a note is shown by its first paragraph', () => {
  const [document] = homeDocuments([stored('a', {note: 'Awaiting approval.\n\nThe rest.'})])
  expect(document?.note).toBe('Awaiting approval.')
})

test('documents are in the order of their addresses', () => {
  const found = [stored('p', {_type: 'policy', address: 'privacy'}), stored('h', {address: '/'}), stored('a')]
  expect(homeDocuments(found).map(({path}) => path)).toEqual(['/', '/about', '/privacy'])
})

test('a document without title and address is listed all the same', () => {
  expect(homeDocuments([stored('drafts.a', {title: null, address: null})])).toMatchObject([
    {title: 'Without a title', path: undefined},
  ])
})
