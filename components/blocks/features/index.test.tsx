import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {features} from './index.tsx'

test('features are a list under the heading, and a drawing is hidden from screen readers', () => {
  const html = htmlOf(features.example)
  expect(html).toContain('<h2 id="heading">Features</h2><p>A sentence under the heading.</p>')
  expect(html.match(/<li>/g)).toHaveLength(2)
  expect(html.match(/<svg[^>]*aria-hidden="true"/g)).toHaveLength(1)
})

test('a feature without words leaves no row', () => {
  const empty = {_key: 'e', title: null, text: null, drawing: 'valve'} as const
  expect(htmlOf({...features.example, items: [empty]})).not.toContain('<li>')
})
