import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {viewOf} from '../views.ts'
import {logos} from './index.tsx'

const {example} = logos
const item = {
  _key: 'l1',
  name: 'An association',
  picture: {
    asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-600x200-png'},
    hotspot: null,
    crop: null,
  },
  href: 'https://association.example',
} as const

test('a logo is a picture with the name of the business, and leads to its website', () => {
  const html = htmlOf(example)
  expect(html).toContain('<h2 id="heading">Member of</h2><ul><li><a href="https://association.example">')
  expect(html).toContain('alt="An association"')
  expect(htmlOf({...example, items: [{...item, href: null}]})).not.toContain('<a ')
})

test('an address that visitors may not follow makes no link', () => {
  expect(htmlOf({...example, items: [{...item, href: 'javascript:alert(1)'}]})).not.toContain('<a ')
})

test('a logo without a name or a picture leaves nothing, nor does a heading alone', () => {
  expect(htmlOf({...example, items: [{...item, name: null}]})).toBe('')
  expect(htmlOf({...example, items: [{...item, picture: null}]})).toBe('')
})

test('in Markdown logos are a list of names', () => {
  const items = [item, {...item, _key: 'l2', name: 'A supplier', href: null}]
  expect(viewOf(example)?.toMarkdown({...example, items}, {})).toBe(
    '## Member of\n\n- [An association](https://association.example)\n- A supplier',
  )
})
