import {expect, test} from 'vitest'
import type {Content, PolicyContent} from '#lib/import/content.ts'
import {storeContent} from '#lib/import/store.ts'
import {differences, folderSummary} from './import-report.ts'

const paragraph = (words: string): Content => ({style: 'normal', runs: [{text: words, decorators: []}]})
const bold = (words: string): Content => ({style: 'normal', runs: [{text: words, decorators: ['strong']}]})

const file = (title: string, lastUpdated: string, ...body: Content[]): PolicyContent => ({
  title,
  lastUpdated,
  body,
})

const before = (content: PolicyContent) =>
  ({
    _id: 'policy-terms',
    _type: 'policy',
    _createdAt: '2026-01-01T00:00:00Z',
    _updatedAt: '2026-01-01T00:00:00Z',
    _rev: 'r1',
    ...content,
    body: storeContent(content.body),
  }) as const

const long =
  'You have the right to request access to, correction of, or deletion of the information we hold about you.'

test('each difference is a line: title, date, changed, added and removed text', () => {
  const old = file(
    'Terms',
    '2025-11-09',
    paragraph('same'),
    paragraph('old words'),
    paragraph('end'),
    paragraph('gone'),
  )
  const next = file(
    'Conditions',
    '2026-01-02',
    paragraph('same'),
    paragraph('new words'),
    paragraph('more'),
    paragraph('end'),
  )
  expect(differences(before(old), next)).toEqual([
    '~ title: "Terms" → "Conditions"',
    '~ date: "11/09/2025" → "01/02/2026"',
    '~ text: "old words" → "new words"',
    '+ "more"',
    '- "gone"',
  ])
})

test('a long text is shown from a little before the word that changed', () => {
  const old = file('T', '2025-11-09', paragraph(long))
  const next = file('T', '2025-11-09', paragraph(long.replace('deletion', 'erasure')))
  expect(differences(before(old), next)).toEqual([
    '~ text: "… correction of, or deletion of the information we hold about you." → "… correction of, or erasure of the information we hold about you."',
  ])
})

test('a change of marks alone is told as such', () => {
  const old = file('T', '2025-11-09', paragraph('words'))
  expect(differences(before(old), file('T', '2025-11-09', bold('words')))).toEqual([
    '~ text: "words" (bold, links or the like)',
  ])
})

test('equal texts have none', () => {
  const content = file('T', '2025-11-09', paragraph('words'))
  expect(differences(before(content), content)).toEqual([])
})

test('the files of a folder are counted: whole, as drafts, and refused by name', () => {
  const file = {file: 'old/a.md', slug: 'a', ok: true, lastUpdated: '2023-01-06', findings: []}
  const finding = {line: 1, what: '[DATE]', about: 'Fill it in.'}
  expect(
    folderSummary([
      {...file, findings: [{...finding, severity: 'note'}]},
      {...file, findings: [{...finding, severity: 'leftover'}]},
      {file: 'old/b.md', slug: 'b', ok: true, findings: []},
      {file: 'old/c.md', slug: 'c', ok: false, findings: [{...finding, severity: 'refused'}]},
    ]),
  ).toBe(
    'Of 4 files 1 can be brought in as they are, 2 as drafts that need something filled in, 1 not (c.md). What was found in each stands above.',
  )
})
