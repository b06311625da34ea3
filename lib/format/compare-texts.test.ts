import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type ComparedPassage, compareTexts, suggestSummary} from './compare-texts.ts'
import {type LegalText, legalText} from './legal-text.ts'

const block = (text: string, rest: object = {}) => ({
  _type: 'block',
  style: 'normal',
  markDefs: [],
  children: [{_type: 'span', text, marks: []}],
  ...rest,
})

const heading = (text: string) => block(text, {style: 'h2'})

const text = (...body: (object | string)[]): LegalText =>
  legalText({title: 'Terms', body: body.map((part) => (typeof part === 'string' ? block(part) : part))})

const REFUNDS = 'Fees are due in advance and are not refunded.'
const LAW = 'The law of the State of Ohio applies to all of it.'

/** The words of one side, read off a comparison: what a reader sees who looks only at what was there, or only at what is. */
function side(passages: readonly ComparedPassage[], of: 'before' | 'after'): string[] {
  const [here, there] = of === 'before' ? (['removed', 'from'] as const) : (['added', 'to'] as const)
  return passages.flatMap((passage) => {
    switch (passage.change) {
      case 'changed':
        return [
          passage.words
            .filter(({change}) => change === undefined || change === here)
            .map(({text}) => text)
            .join(''),
        ]
      case 'moved':
        return passage.side === there ? [passage.text] : []
      case 'same':
      case 'restyled':
      case here:
        return [passage.text]
      default:
        return []
    }
  })
}

test('no word of either text is lost, whatever was added, removed, changed and moved', () => {
  const words = fc.array(
    fc.constantFrom('fees', 'are', 'due', 'in', 'advance', 'law', 'Ohio', 'ä', '🔧', '<b>'),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  const passages = fc.array(
    words.map((list) => list.join(' ')),
    {maxLength: 12},
  )
  fc.assert(
    fc.property(passages, passages, passages, (before, shared, after) => {
      const [was, is] = [
        [...before, ...shared],
        [...shared, ...after],
      ]
      const compared = compareTexts(text(...was), text(...is))
      expect(side(compared, 'before')).toEqual(['Terms', ...was])
      expect(side(compared, 'after')).toEqual(['Terms', ...is])
    }),
    {numRuns: 200},
  )
})

test('equal texts have no change', () => {
  const compared = compareTexts(text(REFUNDS, LAW), text(REFUNDS, LAW))
  expect(compared.map(({change}) => change)).toEqual(['same', 'same', 'same'])
  expect(suggestSummary(text(REFUNDS), text(REFUNDS))).toBe('')
})

test('one word is marked within its passage, and the summary quotes it under its section', () => {
  const [before, after] = [
    text(heading('Refunds'), REFUNDS),
    text(heading('Refunds'), REFUNDS.replace('not refunded', 'never refunded')),
  ]
  expect(compareTexts(before, after).at(-1)).toMatchObject({
    change: 'changed',
    section: 'Refunds',
    words: expect.arrayContaining([
      {text: 'not', change: 'removed'},
      {text: 'never', change: 'added'},
    ]),
  })
  expect(suggestSummary(before, after)).toBe('“Refunds”: “not” is now “never”.')
})

test('a passage that stands elsewhere is called moved on both sides', () => {
  const compared = compareTexts(text(REFUNDS, LAW, 'Last words.'), text(LAW, 'Last words.', REFUNDS))
  expect(compared.filter(({change}) => change === 'moved')).toEqual([
    {kind: 'paragraph', section: '', change: 'moved', side: 'from', text: REFUNDS},
    {kind: 'paragraph', section: '', change: 'moved', side: 'to', text: REFUNDS},
  ])
})

test('a link that leads elsewhere is a change though the words stayed', () => {
  const linked = (href: string) =>
    block(LAW, {
      markDefs: [{_key: 'l', _type: 'link', href}],
      children: [{_type: 'span', text: LAW, marks: ['l']}],
    })
  const [before, after] = [text(linked('https://one.example')), text(linked('https://two.example'))]
  expect(compareTexts(before, after).at(-1)).toMatchObject({change: 'restyled', text: LAW})
  expect(suggestSummary(before, after)).toContain('another layout or link')
})

test('two passages with little in common are one removed and one added', () => {
  const changes = compareTexts(text(REFUNDS), text(LAW)).map(({change}) => change)
  expect(changes.toSorted()).toEqual(['added', 'removed', 'same'])
})

test('many changes are counted and not quoted', () => {
  const before = text(...Array.from({length: 20}, (_, n) => heading(`Section ${n} of this agreement`)))
  const after = text(...Array.from({length: 20}, (_, n) => heading(`Part ${n} of that agreement`)))
  expect(suggestSummary(before, after).length).toBeLessThanOrEqual(280)
})
