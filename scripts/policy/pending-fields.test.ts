import {expect, test} from 'vitest'
import {pendingFields} from './pending-fields.ts'
import type {StoredPolicy} from './versions.ts'

const policy = (fields: Partial<StoredPolicy> = {}): StoredPolicy => ({
  _id: 'policy-terms',
  _type: 'policy',
  _createdAt: '2026-01-01T00:00:00Z',
  _updatedAt: '2026-01-01T00:00:00Z',
  _rev: 'r1',
  title: 'Terms',
  slug: {_type: 'slug', current: 'terms'},
  ...fields,
})

const pending = (draft: StoredPolicy | undefined, published: StoredPolicy | undefined) =>
  pendingFields({draft, published}, 'terms')

test('a draft that differs in its text alone has none', () => {
  expect(pending(policy({_id: 'drafts.policy-terms', _rev: 'r2', title: 'Conditions'}), policy())).toEqual([])
  expect(pending(undefined, policy())).toEqual([])
})

test('each other field that differs is named, the address first', () => {
  const draft = policy({
    summary: 'Ours.',
    editorNote: 'Ask.',
    slug: {_type: 'slug', current: 'conditions'},
  })
  expect(pending(draft, policy({contactEmail: 'a@example.com'}))).toEqual([
    'address',
    'summary',
    'contact e-mail',
    'note to editors',
  ])
})

test('of a policy that was never published, whatever an editor has filled in is one', () => {
  expect(pending(policy(), undefined)).toEqual([])
  expect(pending(policy({editorNote: 'Ask.'}), undefined)).toEqual(['note to editors'])
})
