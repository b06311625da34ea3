import {describe, expect, test} from 'vitest'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {policyFromMarkdown} from './read-file.ts'
import {storeContent} from './store.ts'

/** What a text becomes, as the site's own Markdown, and the kinds of what was found besides its date. */
function read(markdown: string) {
  const result = policyFromMarkdown(`# Terms\n\n${markdown}`, {file: 'terms.md'})
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  const {body, lastUpdated} = result.policy
  const text = formattedTextMarkdown(storeContent(body), {lastUpdated}).trim()
  return {text, found: result.findings.map(({severity, line, what}) => `${severity} ${line} ${what}`.trim())}
}

const text = (markdown: string) => read(markdown).text

describe('terms with what they mean', () => {
  test.each([
    ['under the term', 'Data\n: What *we* keep.\n: And more.'],
    ['after an empty line', 'Data\n\n: What *we* keep.\n: And more.'],
  ])('%s', (_name, markdown) => {
    expect(text(markdown)).toBe('**Data**\n\nWhat *we* keep.\n\nAnd more.')
  })

  test('several terms with one meaning', () => {
    expect(text('Cookie\nTracker\n: A small file.')).toBe('**Cookie**\n\n**Tracker**\n\nA small file.')
  })
})

describe('call-outs of other systems', () => {
  const callout = (label: string, words: string) =>
    `<!-- call-out with a label -->\n\n> **${label}**\n>\n${words.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>')}`

  test.each([
    [':::note\nWords.\n:::', 'Note'],
    [':::tip[Save money]\nWords.\n:::', 'Save money'],
    [':::danger Take care\nWords.\n:::', 'Take care'],
    ['::: warning\nWords.\n:::', 'Warning'],
    ['{% hint style="info" %}\nWords.\n{% endhint %}', 'Info'],
    ['<aside>\nWords.\n\n</aside>', ''],
  ])('%j', (markdown, label) => {
    expect(text(`Before.\n\n${markdown}\n\nAfter.`)).toBe(
      `Before.\n\n${label ? callout(label, 'Words.') : '<!-- call-out -->\n\n> Words.'}\n\nAfter.`,
    )
  })

  test('hold lists and links, and a call-out in another follows its words', () => {
    expect(text('::::note\n\n- [a][x]\n- b\n\n:::tip\nInner.\n:::\n\n::::\n\n[x]: /contact')).toBe(
      callout('Note', '- [a](/contact)\n- b\n\n**Tip**\n\nInner.'),
    )
  })

  test('are named, with their lines', () => {
    expect(read('Words.\n\n:::note\nWords.\n:::').found).toContain('note 5 :::note')
  })

  test.each([
    ['one that is never closed', ':::note\nWords.'],
    ['one that the site does not know', ':::card\nWords.\n:::'],
  ])('%s is left over', (_name, markdown) => {
    expect(read(markdown).found.some((found) => found.startsWith('leftover 3 :::'))).toBe(true)
  })

  test('in code are code', () => {
    expect(text('```md\n:::note\nWords.\n:::\n```')).toBe('```md\n:::note\nWords.\n:::\n```')
  })
})

describe('what other systems write beside a text', () => {
  test('comments of MDX are left out', () => {
    expect(read('Words{/* later */}.\n\n{/* a\nb */}\n\nMore.').text).toBe('Words.\n\nMore.')
  })

  test('attributes under a table are no row of it, and those under the date leave it a line', () => {
    const {text, found} = read('*Last updated: May 6, 2023*\n{: .small }\n\n| a |\n|---|\n| b |\n{: .wide}')
    expect(text).toBe('**Last updated:** May 6, 2023\n\n{: .small }\n\n| a |\n| - |\n| b |\n\n{: .wide}')
    expect(found).toEqual(['leftover 4 {: .small }', 'leftover 9 {: .wide}'])
  })

  test('bold words and links within HTML are marked', () => {
    expect(text('<div>\n**Note:** see [the rules](/terms).\n</div>')).toBe(
      '**Note:** see [the rules](/terms).',
    )
  })

  test('a file that names itself means itself', () => {
    expect(text('## Fees\n\nSee [fees](terms.md#fees).')).toContain('[fees](#fees)')
  })
})

describe('clauses that are counted by hand', () => {
  test('are paragraphs where they are indented', () => {
    expect(text('(a) First:\n\n    (i) one, *so*; and\n\n    (ii) two.\n\n(b) Second.')).toBe(
      '(a) First:\n\n(i) one, *so*; and\n\n(ii) two.\n\n(b) Second.',
    )
  })

  test('have a line each where they stand one under the other', () => {
    expect(text('3.1 Term. One year.\n3.2 Renewal. One\nyear each.')).toBe(
      '3.1 Term. One year.\\\n3.2 Renewal. One year each.',
    )
  })

  test('have no empty lines between them where each ends in a break', () => {
    expect(text('(a) one<br>\n(b) two\\\n(c) **three**  \n(d) four')).toBe(
      '(a) one\\\n(b) two\\\n(c) **three**\\\n(d) four',
    )
  })

  test('code that is indented is code, and named', () => {
    const {text, found} = read('Words.\n\n    npm install\n    npm start')
    expect(text).toBe('Words.\n\n```\nnpm install\nnpm start\n```')
    expect(found).toContain('note 5')
  })
})
