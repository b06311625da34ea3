import fc from 'fast-check'
import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {withListLevels} from '#lib/format/lists.ts'
import {RichText} from './rich-text.tsx'

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

const html = (value: readonly unknown[]) => renderToStaticMarkup(<RichText value={value} />)

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
    '<ul><li>a<ul><li>a1</li><li>a2</li></ul></li><li>b<ol type="a"><li>b1<ul><li>b1x</li></ul></li></ol></li></ul>',
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

test('an unknown mark leaves its words, and so does an unknown part', () => {
  const value = [
    paragraph([{text: 'words', marks: ['blink']}]),
    {_type: 'quote', _key: 'q', text: 'said'},
    {_type: 'figure', _key: 'f', picture: {alt: 'A van'}, caption: 'At work'},
    {_type: 'video', _key: 'v'},
  ]
  expect(html(value)).toBe('<p>words</p><p>said</p><p>A van At work</p>')
})

test('a list that begins deep or skips a level counts on, and each level has its markers', () => {
  const numbered = (text: string, level: number) => item(text, level, 'number')
  expect(html([numbered('a', 1), numbered('b', 3), numbered('c', 2), numbered('d', 1)])).toBe(
    '<ol><li>a<ol type="a"><li>b</li><li>c</li></ol></li><li>d</li></ol>',
  )
  expect(html([numbered('a', 3), numbered('b', 1)])).toBe('<ol><li>a</li><li>b</li></ol>')
  expect(html([item('a', 1), numbered('b', 2), numbered('c', 3), numbered('d', 4)])).toBe(
    '<ul><li>a<ol type="a"><li>b<ol type="i"><li>c<ol><li>d</li></ol></li></ol></li></ol></li></ul>',
  )
})

/** The number of each item as the Studio counts: by kind and level, until a smaller level or another kind comes. */
function studioNumbers(items: readonly {listItem: string; level: number}[]): number[] {
  let counts: {listItem: string; level: number; count: number}[] = []
  let before: {listItem: string; level: number} | undefined
  return items.map(({listItem, level}) => {
    const goesDeeper = before?.listItem === listItem && before.level < level
    counts = counts.filter(
      (entry) => entry.level < level || (entry.level === level && entry.listItem === listItem && !goesDeeper),
    )
    const found = counts.find((entry) => entry.level === level)
    before = {listItem, level}
    if (found) return ++found.count
    counts.push({listItem, level, count: 1})
    return 1
  })
}

/** The number of each item as a browser counts: in its own list. */
function numbersOf(markup: string): number[] {
  const open: number[] = []
  const numbers: number[] = []
  for (const [tag] of markup.matchAll(/<\/?(?:ul|ol|li)\b/g)) {
    if (tag === '<ul' || tag === '<ol') open.push(0)
    if (tag === '</ul' || tag === '</ol') open.pop()
    if (tag === '<li') numbers.push(open.push((open.pop() ?? 0) + 1) && (open.at(-1) ?? 0))
  }
  return numbers
}

test('items have the numbers that the Studio shows, however lists are nested', () => {
  const items = fc.array(
    fc.record({listItem: fc.constantFrom('number', 'bullet'), level: fc.integer({min: 1, max: 4})}),
  )
  fc.assert(
    fc.property(items, (list) => {
      const value = withListLevels(list.map(({listItem, level}) => item('x', level, listItem)))
      const nested = value.map(({level}, index) => ({
        listItem: list[index]?.listItem ?? '',
        level: level ?? 0,
      }))
      expect(numbersOf(html(value))).toEqual(studioNumbers(nested))
    }),
  )
})
