import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {NUMBERINGS} from '#lib/format/lists.ts'
import type {PolicyBody} from '#sanity/types.gen.ts'
import {type Content, DECORATORS, mergeRuns, policyDigest, type TextContent} from './content.ts'
import {policyFromMarkdown} from './read-file.ts'
import {policyText, storeContent, storedContent} from './store.ts'

const text = (words: string, style: 'normal' | 'h2' = 'normal'): Content => ({
  style,
  runs: [{text: words, decorators: []}],
})
const keys = (body: PolicyBody) => body.map(({_key}) => _key)

const decorators = fc.subarray([...DECORATORS]).map((marks) => [...marks])
const run = fc.record(
  {text: fc.string({minLength: 1}), decorators, href: fc.constantFrom('/contact', 'https://example.com')},
  {requiredKeys: ['text', 'decorators']},
)
// A heading without a word becomes a paragraph.
const runs = fc
  .array(run, {minLength: 1, maxLength: 4})
  .filter((all) => all.some(({text}) => /\S/.test(text)))
  .map(mergeRuns)
const anchors = fc.array(fc.stringMatching(/^[a-z]{1,4}$/), {minLength: 1, maxLength: 2})
const styled = (...styles: TextContent['style'][]): fc.Arbitrary<TextContent> =>
  fc.record({style: fc.constantFrom(...styles), runs, anchors}, {requiredKeys: ['style', 'runs']})
const item: fc.Arbitrary<TextContent> = fc.record(
  {
    style: fc.constant('normal' as const),
    listItem: fc.constantFrom('bullet' as const, 'number' as const),
    level: fc.integer({min: 1, max: 10}),
    itemNumber: fc.nat({max: 99}),
    numbering: fc.constantFrom(...NUMBERINGS),
    runs,
  },
  {requiredKeys: ['style', 'listItem', 'level', 'runs']},
)
const words = fc.string({minLength: 1})
const cell = fc.array(styled('normal'), {maxLength: 2})
const level = fc.integer({min: 1, max: 3})
const content: fc.Arbitrary<Content> = fc.oneof(
  styled('normal', 'h2', 'subtitle', 'blockquote'),
  item,
  fc.record({label: words, format: fc.constant('MMMM YYYY')}, {requiredKeys: ['label']}),
  fc.record(
    {
      rows: fc.array(fc.array(cell, {minLength: 1, maxLength: 3}), {minLength: 1, maxLength: 3}),
      headerRows: fc.constantFrom(0, 2),
      caption: words,
      level,
    },
    {requiredKeys: ['rows']},
  ),
  fc.record({code: words, language: words, level}, {requiredKeys: ['code']}),
  fc.record(
    {callout: fc.array(styled('normal'), {minLength: 1, maxLength: 2}), label: words},
    {requiredKeys: ['callout']},
  ),
)
const contents = fc.array(content, {maxLength: 12})

describe('content written as portable text', () => {
  test('reads back as it was', () => {
    fc.assert(
      fc.property(contents, (all) => {
        expect(storedContent(storeContent(all))).toEqual(all)
      }),
    )
  })

  test('is the same every time, and has no key twice', () => {
    fc.assert(
      fc.property(contents, (all) => {
        const body = storeContent(all)
        expect(storeContent(structuredClone(all))).toEqual(body)
        expect(new Set(keys(body)).size).toBe(body.length)
      }),
    )
  })

  test('keeps what a previous body says as it is stored', () => {
    fc.assert(
      fc.property(contents, contents, (before, after) => {
        const previous = storeContent(before)
        const body = storeContent(after, previous)
        expect(storedContent(body)).toEqual(after)
        expect(new Set(keys(body)).size).toBe(body.length)
        expect(storeContent(before, previous)).toEqual(previous)
      }),
    )
  })

  test('a paragraph put in front leaves the keys of the others alone', () => {
    const before = storeContent([text('one'), text('two')])
    expect(keys(storeContent([text('zero'), text('one'), text('two')])).slice(1)).toEqual(keys(before))
  })

  test('a paragraph whose words changed keeps its key', () => {
    const before = storeContent([text('Heading', 'h2'), text('old words'), text('end')])
    const after = storeContent([text('Heading', 'h2'), text('new words'), text('more'), text('end')], before)
    expect([after[0], after[1]?._key, after[3]]).toEqual([before[0], before[1]?._key, before[2]])
  })

  test('spans that an editor cut without changing a word are left as they are', () => {
    const cut: PolicyBody = [
      {
        _type: 'block',
        _key: 'a',
        style: 'normal',
        children: [
          {_type: 'span', _key: 'b', text: 'one ', marks: []},
          {_type: 'span', _key: 'c', text: 'two', marks: []},
        ],
      },
    ]
    expect(storeContent([text('one two')], cut)).toEqual(cut)
  })
})

describe('the digest of a policy', () => {
  const policy = {title: 'T', lastUpdated: '2025-11-09', body: [text('one'), text('two')]}

  test('is the same for the same words and differs for other ones', () => {
    expect(policyDigest(structuredClone(policy))).toBe(policyDigest(policy))
    const others = [
      {...policy, title: 'U'},
      {...policy, lastUpdated: '2025-11-10'},
      {...policy, body: [text('two'), text('one')]},
      {...policy, body: [text('one', 'h2'), text('two')]},
    ]
    expect(new Set([policy, ...others].map(policyDigest)).size).toBe(5)
  })
})

test('any text is either a policy or has problems with lines, and is so every time', () => {
  const line = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.constantFrom('**1. A**', '- a', '  - b', '> c', '| d |', '|---|', '[^1]'),
  )
  fc.assert(
    fc.property(fc.array(line, {maxLength: 20}), (lines) => {
      const markdown = `---\ntitle: T\n---\nLast Updated: 11/09/2025\n\n${lines.join('\n')}`
      const result = policyFromMarkdown(markdown)
      expect(policyFromMarkdown(markdown)).toEqual(result)
      expect(result.findings.every(({line}) => line >= 1)).toBe(true)
    }),
  )
})

test('the line of the date is read with the day on which a policy was last updated', () => {
  const body = [{_type: 'lastUpdatedMarker' as const, _key: 'm', label: 'Last Updated:'}]
  expect(policyText({lastUpdated: '2025-11-09', body})).toEqual(['Last Updated: 11/09/2025'])
})
