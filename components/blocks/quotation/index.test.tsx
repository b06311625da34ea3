import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {viewOf} from '../views.ts'
import {quotation} from './index.tsx'

const {example} = quotation

test('a quotation is marked as one, with who said it', () => {
  expect(htmlOf(example)).toBe(
    '<figure><blockquote><p>What a person said.</p></blockquote><figcaption><p><strong>Name of the person</strong><span>Who they are</span></p></figcaption></figure>',
  )
})

test('a quotation that nobody said is not shown', () => {
  expect(htmlOf({...example, name: null})).toBe('')
  expect(htmlOf({...example, text: null})).toBe('')
})

test('a portrait is square, with its words', () => {
  const picture = {
    alt: 'A man beside a van',
    asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-900x1200-jpg'},
    hotspot: null,
    crop: null,
    preview: null,
  } as const
  expect(htmlOf({...example, picture})).toMatch(/width="900" height="900" alt="A man beside a van"/)
})

test('in Markdown every line of a quotation is quoted', () => {
  expect(viewOf(example)?.toMarkdown({...example, text: 'One thing.\n\nAnother.'}, {})).toBe(
    '> One thing.\n> \n> Another.\n> \n> — Name of the person, Who they are',
  )
})
