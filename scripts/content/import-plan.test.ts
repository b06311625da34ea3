import {describe, expect, test} from 'vitest'
import {type PolicyContent, policyDigest} from '#lib/import/content.ts'
import {importParts} from '#lib/import/merge.ts'
import {storeContent} from '#lib/import/store.ts'
import {hasUnpublishedWords, pendingFields, planImport} from './import-plan.ts'
import type {StoredPolicy} from './policy-versions.ts'

const content = (...texts: string[]): PolicyContent => ({
  title: 'Terms',
  lastUpdated: '2025-11-09',
  body: texts.map((text) => ({style: 'normal', runs: [{text, decorators: []}]})),
})

const FIELDS = {
  _id: 'policy-terms',
  _type: 'policy' as const,
  _createdAt: '2026-01-01T00:00:00Z',
  _updatedAt: '2026-01-01T00:00:00Z',
  _rev: 'r1',
  slug: {_type: 'slug' as const, current: 'terms'},
}

/** A stored policy that says one thing and was last imported from a file that said another, or never. */
const stored = (now: PolicyContent, imported?: PolicyContent): StoredPolicy => ({
  ...FIELDS,
  ...now,
  body: storeContent(now.body),
  ...(imported && {importDigest: policyDigest(imported), importParts: importParts(imported)}),
})

/** What a plan writes, or its kind where it writes nothing. */
function outcome(...args: Parameters<typeof planImport>) {
  const plan = planImport(...args)
  if (plan.kind !== 'write') return plan.kind
  return plan.text.body.map((member) =>
    member._type === 'block'
      ? (member.children ?? []).map((child) => 'text' in child && child.text).join('')
      : member._type,
  )
}

const published = (policy: StoredPolicy) => ({published: policy, draft: undefined})

describe('a file', () => {
  test('that is new is written', () => {
    expect(outcome(content('one'), {published: undefined, draft: undefined})).toEqual(['one'])
  })

  test('that says what the newest version says changes nothing', () => {
    expect(outcome(content('one'), published(stored(content('one'), content('one'))))).toBe('same')
  })

  test('that did not change leaves what an editor changed since', () => {
    expect(outcome(content('one'), published(stored(content('edited'), content('one'))))).toBe('edited')
  })

  test('that changed is brought together with what an editor changed elsewhere', () => {
    const editor = stored(content('one', 'edited', 'three', 'added'), content('one', 'two', 'three'))
    expect(outcome(content('new', 'two', 'three'), published(editor))).toEqual([
      'new',
      'edited',
      'three',
      'added',
    ])
  })

  test('that changed what an editor changed too is a conflict, until one side is chosen', () => {
    const editor = published(stored(content('one', 'edited'), content('one', 'two')))
    const file = content('new', 'other')
    expect(planImport(file, editor)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ours: [{runs: [{text: 'edited'}]}], theirs: [{runs: [{text: 'other'}]}]}],
    })
    expect(outcome(file, editor, 'ours')).toEqual(['new', 'edited'])
    expect(outcome(file, editor, 'theirs')).toEqual(['new', 'other'])
    expect(outcome(file, editor, 'replace')).toEqual(['new', 'other'])
  })

  test('takes no call-out, picture or table away that only the Studio has', () => {
    const policy = stored(content('one'), content('one'))
    const callout = {_type: 'callout' as const, _key: 'c', label: 'Note', text: []}
    const withPart = {...policy, body: [...(policy.body ?? []), callout]}
    expect(outcome(content('two'), published(withPart))).toEqual(['two', 'callout'])
    expect(outcome(content('two'), published(withPart), 'replace')).toEqual(['two'])
  })

  test('does not take words away from a text that no import wrote', () => {
    expect(outcome(content('one', 'two'), published(stored(content('one', 'by hand'))))).toBe('conflict')
    expect(outcome(content('one'), published(stored(content('one', 'by hand'))))).toBe('edited')
  })

  test('that was imported before imports kept their parts replaces what no editor touched', () => {
    const {importParts: _, ...old} = stored(content('one'), content('one'))
    expect(outcome(content('two'), published(old))).toEqual(['two'])
  })

  test('without a title or a date leaves those of the Studio', () => {
    const {lastUpdated: _, ...undated} = content('two')
    const plan = planImport({...undated, title: ''}, published(stored(content('one'), content('one'))))
    expect(plan).toMatchObject({kind: 'write', text: {title: 'Terms', lastUpdated: '2025-11-09'}})
  })
})

test('words of a draft that stand nowhere else are known', () => {
  const site = stored(content('one'), content('one'))
  const draft = (words: string) => ({...stored(content(words), content('one')), _id: 'drafts.policy-terms'})
  expect(hasUnpublishedWords({published: site, draft: undefined})).toBe(false)
  expect(hasUnpublishedWords({published: site, draft: draft('one')})).toBe(false)
  expect(hasUnpublishedWords({published: site, draft: draft('edited')})).toBe(true)
  expect(hasUnpublishedWords({published: undefined, draft: draft('edited')})).toBe(true)
})

const policyWith = (fields: Partial<StoredPolicy> = {}): StoredPolicy => ({
  ...FIELDS,
  title: 'Terms',
  ...fields,
})

const pending = (draft: StoredPolicy | undefined, site: StoredPolicy | undefined) =>
  pendingFields({draft, published: site}, 'terms')

test('a draft that differs in its text alone has no other changes', () => {
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
