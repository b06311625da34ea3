import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {richText} from './index.tsx'

const html = htmlOf(richText.example)

test('headings and paragraphs', () => {
  expect(html).toContain('<h2>A heading</h2><p>A paragraph of running text.</p>')
})

test('a call-out is set apart with its label', () => {
  expect(html).toContain('<aside><p>Good to know</p><p>Words set apart.</p></aside>')
})

test('the first row of a table names its columns, and one that is too wide can be scrolled by the keyboard', () => {
  expect(html).toContain(
    '<figure aria-label="A table" tabindex="0"><table><caption>A table</caption><thead><tr><th scope="col">What</th><th scope="col">When</th></tr></thead><tbody><tr><td>Set-up</td><td>Same day or next day</td></tr></tbody></table></figure>',
  )
})

test('a picture has its words under it', () => {
  const figure = {
    _type: 'figure',
    _key: 'figure',
    caption: 'At work',
    picture: {
      alt: 'A van',
      asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-800x600-jpg'},
      hotspot: null,
      crop: null,
      preview: null,
    },
    markDefs: null,
  } as const
  expect(htmlOf({...richText.example, text: [figure]})).toMatch(
    /<figure><span><img [^>]*width="800" height="600" alt="A van"[^>]*\/><\/span><figcaption>At work<\/figcaption><\/figure>/,
  )
})
