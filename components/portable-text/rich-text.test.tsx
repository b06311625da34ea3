import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {RichText, type RichTextValue} from './rich-text.tsx'

type Marked = {text: string; marks?: string[]}
let keys = 0
const key = () => `k${++keys}`

const paragraph = (children: Marked[], rest: object = {}) => ({
  _type: 'block',
  _key: key(),
  style: 'normal',
  markDefs: [],
  children: children.map(({text, marks = []}) => ({_type: 'span', _key: key(), text, marks})),
  ...rest,
})

const item = (text: string, level: number, listItem = 'bullet') => paragraph([{text}], {level, listItem})

const html = (value: RichTextValue) => renderToStaticMarkup(<RichText value={value} />)

test('lists nest inside their items and go on after them', () => {
  const value = [
    item('a', 1),
    item('a1', 2),
    item('a2', 2),
    item('b', 1),
    item('b1', 2, 'number'),
    item('b1x', 3),
  ]
  expect(html(value)).toBe(
    '<ul><li>a<ul><li>a1</li><li>a2</li></ul></li><li>b<ol><li>b1<ul><li>b1x</li></ul></li></ol></li></ul>',
  )
})

test('a paragraph between two lists keeps them apart', () => {
  expect(html([item('a', 1), paragraph([{text: 'p'}]), item('b', 1)])).toBe(
    '<ul><li>a</li></ul><p>p</p><ul><li>b</li></ul>',
  )
})

test('bold, italic and code keep their words and the spaces between them', () => {
  const value = [
    paragraph([
      {text: 'Log Data:', marks: ['strong']},
      {text: ' your '},
      {text: 'IP', marks: ['em', 'code']},
    ]),
  ]
  expect(html(value)).toBe('<p><strong>Log Data:</strong> your <em><code>IP</code></em></p>')
})

const linked = (href: unknown) =>
  html([paragraph([{text: 'words', marks: ['l']}], {markDefs: [{_type: 'link', _key: 'l', href}]})])

test('a link to the site itself becomes a path, another stays', () => {
  expect(linked('https://plumbperfectleads.help/contact/')).toBe('<p><a href="/contact/">words</a></p>')
  expect(linked('https://example.com/?a=1&b=2')).toBe(
    '<p><a href="https://example.com/?a=1&amp;b=2">words</a></p>',
  )
})

test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', undefined, 7])(
  'of a link to %j only the words are left',
  (href) => {
    expect(linked(href)).toBe('<p>words</p>')
  },
)

test('words are text, markup in them included', () => {
  expect(html([paragraph([{text: '<script>alert(1)</script>'}])])).toBe(
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  )
})

test('an unknown mark leaves its words, an unknown part leaves nothing', () => {
  const value = [paragraph([{text: 'words', marks: ['blink']}]), {_type: 'video', _key: 'v'}]
  expect(html(value)).toBe('<p>words</p>')
})
