import {expect, test} from 'vitest'
import {findWords} from './find-words.tsx'

const sentence = (key: string, ...parts: string[]) => ({
  _type: 'block',
  _key: key,
  style: 'normal',
  children: parts.map((text, index) => ({_type: 'span', _key: `${index}`, text})),
})

const page = {
  _id: 'drafts.page-1',
  _type: 'page',
  title: 'Prices',
  path: '/pricing',
  blocks: [
    {_type: 'hero', _key: 'top', title: 'From $99, once'},
    {_type: 'richText', _key: 'text', text: [sentence('a', 'You pay ', '$99', ' and never again.'), null]},
  ],
}

test('words are found in fields and across marks, with the field and what stands around them', () => {
  expect(findWords([page], '$99')).toEqual([
    {
      id: 'page-1',
      type: 'page',
      title: 'Prices',
      path: '/pricing',
      field: 'blocks[_key=="top"].title',
      at: 5,
      before: 'From ',
      words: '$99',
      after: ', once',
    },
    expect.objectContaining({
      field: 'blocks[_key=="text"].text[_key=="a"]',
      before: 'You pay ',
      after: ' and never again.',
    }),
  ])
  expect(findWords([page], 'PAY $99 and')).toMatchObject([{words: 'pay $99 and'}])
})

test('accents, capitals, and the shape of quotes, dashes and spaces make no difference', () => {
  const policy = (text: string) => [
    {_id: 'p', _type: 'policy', title: 'T', slug: {current: 'p'}, body: [sentence('a', text)]},
  ]
  expect(
    findWords(policy('It’s José’s “van” – 24\u00a0hours'), 'it\'s jose\'s "van" - 24 hours'),
  ).toMatchObject([{words: 'It’s José’s “van” – 24\u00a0hours', before: '', after: '', path: '/p'}])
  expect(findWords(policy('𝒳 İstanbul 🚐 van'), '🚐 van')).toMatchObject([{before: '𝒳 İstanbul ', after: ''}])
})

test('a word that stands twice in a paragraph is found twice, and long ones show their surroundings alone', () => {
  const text = `${'drip '.repeat(40)}leak ${'drip '.repeat(40)}leak`
  const [first, second] = findWords([{_id: 'a', _type: 'page', title: text}], 'leak')
  expect(first?.before).toMatch(/^….{60}$/)
  expect(first?.after).toMatch(/^.{60}…$/)
  expect(second?.after).toBe('')
})

test('what an editor did not write is not found, and too little finds nothing', () => {
  expect(findWords([page], 'richText')).toEqual([])
  expect(findWords([page], ' $ ')).toEqual([])
  expect(findWords([{_id: 'odd', _type: 'siteSettings', menu: 42, title: null}], '42')).toEqual([])
})
