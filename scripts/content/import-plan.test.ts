import {describe, expect, test} from 'vitest'
import {type PolicyContent, policyDigest} from '#lib/import/content.ts'
import {storeContent} from '#lib/import/store.ts'
import {pendingFields, planImport} from './import-plan.ts'
import type {StoredPolicy} from './policy-versions.ts'

const content = (words: string): PolicyContent => ({
  title: 'Terms',
  lastUpdated: '2025-11-09',
  body: [{style: 'normal', runs: [{text: words, decorators: []}]}],
})

/** A stored policy that says one thing and was last imported from a file that said another, or never. */
const stored = (words: string, importedAs?: string): StoredPolicy => ({
  _id: 'policy-terms',
  _type: 'policy',
  _createdAt: '2026-01-01T00:00:00Z',
  _updatedAt: '2026-01-01T00:00:00Z',
  _rev: 'r1',
  ...content(words),
  body: storeContent(content(words).body),
  ...(importedAs !== undefined && {importDigest: policyDigest(content(importedAs))}),
})

const plan = (file: string, versions: {published?: StoredPolicy; draft?: StoredPolicy}, replace = false) =>
  planImport(content(file), {published: versions.published, draft: versions.draft}, {replace})

describe('a file', () => {
  test('that is new is written', () => {
    expect(plan('one', {})).toBe('write')
  })

  test('that says what the newest version says changes nothing', () => {
    expect(plan('one', {published: stored('one', 'one')})).toBe('same')
    expect(plan('one', {published: stored('zero', 'zero'), draft: stored('one', 'one')})).toBe('same')
    expect(plan('one', {draft: stored('one')})).toBe('same')
  })

  test('that changed since its last import is written, over a draft of that import too', () => {
    expect(plan('two', {published: stored('one', 'one')})).toBe('write')
    expect(plan('two', {draft: stored('one', 'one')})).toBe('write')
  })

  test('that did not change leaves what an editor changed since', () => {
    expect(plan('one', {published: stored('edited', 'one')})).toBe('edited')
    expect(plan('one', {published: stored('one', 'one'), draft: stored('edited', 'one')})).toBe('edited')
  })

  test('that changed goes into a draft where the editor’s words are published', () => {
    expect(plan('two', {published: stored('edited', 'one')})).toBe('write')
    expect(plan('two', {published: stored('edited', 'one'), draft: stored('edited', 'one')})).toBe('write')
  })

  test('that changed does not go over an editor’s unpublished words', () => {
    expect(plan('two', {published: stored('one', 'one'), draft: stored('edited', 'one')})).toBe('blocked')
    expect(plan('two', {draft: stored('typed by hand')})).toBe('blocked')
  })

  describe('that changed', () => {
    const callout = {_type: 'callout' as const, _key: 'c', label: 'Note', text: []}
    const table = (_key: string, caption?: string) => ({
      _type: 'table' as const,
      _key,
      ...(caption !== undefined && {caption}),
      rows: [{_type: 'tableRow' as const, _key: 'r', cells: ['a']}],
    })
    const withPart = (part: NonNullable<StoredPolicy['body']>[number]) => {
      const policy = stored('one', 'one')
      return {published: {...policy, body: [...(policy.body ?? []), part]}}
    }
    const imported = storeContent([{rows: [['a']]}])[0]?._key ?? ''

    test.each([
      ['a call-out', callout],
      ['a table', table('t')],
      ['a caption', table(imported, 'Prices')],
    ])('does not take away %s that an editor published', (_name, part) => {
      expect(plan('two', withPart(part))).toBe('parts')
      expect(plan('two', withPart(part), true)).toBe('write')
      expect(plan('one', withPart(part))).toBe('edited')
    })

    test('takes away a table that came from a file', () => {
      expect(plan('two', withPart(table(imported)))).toBe('write')
    })

    test('keeps an editor’s table that it says itself', () => {
      const file = {...content('two'), body: [...content('two').body, {rows: [['a']]}]}
      expect(planImport(file, {...withPart(table('t')), draft: undefined}, {replace: false})).toBe('write')
    })
  })

  test('is written over an editor’s words when that is asked for', () => {
    expect(plan('one', {published: stored('edited', 'one')}, true)).toBe('write')
    expect(plan('two', {draft: stored('edited', 'one')}, true)).toBe('write')
    expect(plan('one', {published: stored('one', 'one')}, true)).toBe('same')
  })
})

const policyWith = (fields: Partial<StoredPolicy> = {}): StoredPolicy => ({
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
  expect(
    pending(policyWith({_id: 'drafts.policy-terms', _rev: 'r2', title: 'Conditions'}), policyWith()),
  ).toEqual([])
  expect(pending(undefined, policyWith())).toEqual([])
})

test('each other field that differs is named, the address first', () => {
  const draft = policyWith({
    summary: 'Ours.',
    editorNote: 'Ask.',
    slug: {_type: 'slug', current: 'conditions'},
  })
  expect(pending(draft, policyWith({contactEmail: 'a@example.com'}))).toEqual([
    'address',
    'summary',
    'contact e-mail',
    'note to editors',
  ])
})

test('of a policy that was never published, each field that an editor has filled in is one', () => {
  expect(pending(policyWith(), undefined)).toEqual([])
  expect(pending(policyWith({editorNote: 'Ask.'}), undefined)).toEqual(['note to editors'])
})
