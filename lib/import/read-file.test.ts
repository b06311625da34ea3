import {readFile} from 'node:fs/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import {policyText} from '#lib/import/store.ts'
import type {PolicyBody} from '#sanity/types.gen.ts'
import type {Content, PolicyContent, Run} from './content.ts'
import {policyFromMarkdown} from './read-file.ts'
import {storeContent} from './store.ts'

const FILE = new URL('../../sanity/seed/privacy-policy.md', import.meta.url)

/** The words of a Markdown file, block by block, found without reading it as Markdown. */
const wordsOf = (markdown: string): string[] =>
  markdown
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(\*|#+)\s+/, '').replaceAll('**', ''))
    .filter((line) => line.trim() !== '')

describe("the owner's privacy policy", () => {
  let markdown: string
  let policy: PolicyContent
  let body: PolicyBody

  beforeAll(async () => {
    markdown = await readFile(FILE, 'utf8')
    const result = policyFromMarkdown(markdown)
    if (!result.ok) throw new Error(JSON.stringify(result.findings))
    policy = result.policy
    body = storeContent(policy.body)
  })

  test('has the words of the file, block by block and in order', () => {
    expect(wordsOf(markdown)).toHaveLength(35)
    expect(policyText({lastUpdated: policy.lastUpdated, body})).toEqual(wordsOf(markdown))
  })

  test('has the title of the front matter and the date of the "Last Updated" line', () => {
    expect(policy.title).toBe('Privacy Policy')
    expect(policy.lastUpdated).toBe('2025-11-09')
  })

  test('begins with its own heading, then the place of the date', () => {
    expect(policy.body.slice(0, 2)).toEqual([
      {style: 'subtitle', runs: [{text: 'Privacy Policy for PlumbPerfect Leads', decorators: []}]},
      {label: 'Last Updated:'},
    ])
  })

  test('has its nine numbered sections as headings, words and numbers kept', () => {
    const headings = policy.body.filter((content) => 'style' in content && content.style === 'h2')
    expect(headings).toEqual(
      [
        '1. Information We Collect',
        '2. How We Use Your Information',
        '3. How We Share Your Information',
        '4. Data Security',
        '5. Cookies',
        '6. Your Rights',
        "7. Children's Privacy",
        '8. Changes to This Privacy Policy',
        '9. Contact Us',
      ].map((text) => ({style: 'h2', runs: [{text, decorators: []}]})),
    )
  })

  test('keeps nested lists and the bold labels of their items', () => {
    const items = policy.body.flatMap((content) => ('listItem' in content ? [content] : []))
    expect(items.map(({level}) => level)).toEqual([1, 2, 2, 2, 1, 2, 2, 1, 1, 1, 1, 1, 1])
    expect(items.every(({listItem}) => listItem === 'bullet')).toBe(true)
    expect(
      items.every(({runs}) => runs[0]?.decorators.includes('strong') && runs[0].text.endsWith(':')),
    ).toBe(true)
    expect(items[1]?.runs).toEqual([
      {text: 'Contact Information:', decorators: ['strong']},
      {text: ' Your name, business name, email address, and phone number.', decorators: []},
    ])
  })

  test('ends with its bare link as a link', () => {
    const address = 'https://plumbperfectleads.help/contact/'
    const last = policy.body.at(-1)
    expect(last).toMatchObject({style: 'normal', runs: [{}, {text: address, decorators: [], href: address}]})
  })
})

const HEAD = "---\ntitle: 'Terms'\n---\n\nLast Updated: 11/09/2025\n\n"

/** The members that a text becomes, after the "Last Updated" line that every policy needs. */
function bodyOf(markdown: string): Content[] {
  const result = policyFromMarkdown(HEAD + markdown)
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  return result.policy.body.slice(1)
}

const plain = (text: string): Run => ({text, decorators: []})
const paragraph = (...runs: Run[]): Content => ({style: 'normal', runs})

describe('text', () => {
  test('a line break of the file is a space, a hard break stays', () => {
    expect(bodyOf('one\n  two\\\nthree')).toEqual([paragraph(plain('one two\nthree'))])
  })

  test('bold, italic and code survive, together too', () => {
    expect(bodyOf('a **b _c_** `d`')).toEqual([
      paragraph(
        plain('a '),
        {text: 'b ', decorators: ['strong']},
        {text: 'c', decorators: ['em', 'strong']},
        plain(' '),
        {text: 'd', decorators: ['code']},
      ),
    ])
  })

  test.each(['\n', '\r\n', '\r'])(
    'a line break of the file is a space in code too, however it is written: %j',
    (end) => {
      expect(bodyOf(`a${end}b \`c${end}d\``)).toEqual([
        paragraph(plain('a b '), {text: 'c d', decorators: ['code']}),
      ])
    },
  )

  test('links survive: written out, by reference, bare, and as a mail address', () => {
    const [content] = bodyOf(
      '[a **b**](/contact) [c][ref] www.example.com me@example.com\n\n[ref]: https://example.com',
    )
    expect(content).toEqual(
      paragraph(
        {...plain('a '), href: '/contact'},
        {text: 'b', decorators: ['strong'], href: '/contact'},
        plain(' '),
        {...plain('c'), href: 'https://example.com'},
        plain(' '),
        {...plain('www.example.com'), href: 'http://www.example.com'},
        plain(' '),
        {...plain('me@example.com'), href: 'mailto:me@example.com'},
      ),
    )
  })

  test('line ends of Windows and a byte order mark change nothing', () => {
    const markdown = `${HEAD}one\ntwo\n\n*   a\n    *   b\n`
    expect(policyFromMarkdown(`\uFEFF${markdown.replaceAll('\n', '\r\n')}`)).toEqual(
      policyFromMarkdown(markdown),
    )
  })
})

describe('headings', () => {
  test.each([
    ['**1. Scope**', 'h2'],
    ['__2) Scope__', 'h2'],
    ['**3. Sco**pe', 'normal'],
    ['**Scope**', 'normal'],
    ['**24/7 support**', 'normal'],
    ['**2025 was a year**', 'normal'],
  ])('%s is read as %s', (markdown, style) => {
    expect(bodyOf(markdown)).toMatchObject([{style}])
  })

  test('bold headings with more numbers are parts of those with fewer, and none skips a level', () => {
    const styles = (markdown: string) =>
      bodyOf(markdown).map((content) => 'style' in content && content.style)
    expect(styles('**1. A**\n\n**1.1 B**\n\n**1.1.1. C**\n\n**2. D**')).toEqual(['h2', 'h3', 'h4', 'h2'])
    expect(styles('**1.1 B**\n\n**2. D**')).toEqual(['h2', 'h2'])
    expect(styles('### A\n\n##### B\n\n# C\n\n###### D')).toEqual(['h2', 'h3', 'h2', 'h3'])
  })

  test('a section heading keeps what is marked in it besides bold', () => {
    expect(bodyOf('**1. The *word***')).toEqual([
      {style: 'h2', runs: [plain('1. The '), {text: 'word', decorators: ['em']}]},
    ])
  })

  test('headings with # keep their level where none is skipped', () => {
    expect(bodyOf('## **Two**\n\n### Three\n\n#### Four')).toEqual([
      {style: 'h2', runs: [plain('Two')]},
      {style: 'h3', runs: [plain('Three')]},
      {style: 'h4', runs: [plain('Four')]},
    ])
  })

  test('the heading that opens a file is its own heading unless others are as large', () => {
    const styles = (markdown: string) => {
      const result = policyFromMarkdown(`---\ntitle: T\n---\n${markdown}\n\nLast Updated: 11/09/2025`)
      return result.ok && result.policy.body.flatMap((content) => ('style' in content ? [content.style] : []))
    }
    expect(styles('# Own\n\n## First\n\n## Second')).toEqual(['subtitle', 'h2', 'h2'])
    expect(styles('## First\n\n## Second')).toEqual(['h2', 'h2'])
    expect(styles('## **1.** First\n\n**2. Second**')).toEqual(['h2', 'h2'])
  })
})

describe('lists', () => {
  test('numbers may be written out or all be the same', () => {
    expect(bodyOf('1. a\n2. b\n3. c')).toEqual(bodyOf('1. a\n1. b\n1. c'))
  })

  test('nesting and numbers survive', () => {
    const item = (listItem: 'bullet' | 'number', level: number, text: string) => ({
      style: 'normal',
      listItem,
      level,
      runs: [plain(text)],
    })
    expect(bodyOf('1. a\n   - b\n     - c\n2. d')).toEqual([
      item('number', 1, 'a'),
      item('bullet', 2, 'b'),
      item('bullet', 3, 'c'),
      item('number', 1, 'd'),
    ])
  })
})

describe('tables', () => {
  const cell = (...runs: Run[]) => (runs.length > 0 ? [{style: 'normal', runs}] : [])

  test('keep every word of every cell, in order', () => {
    expect(
      bodyOf(
        'Before.\n\n| What | For how long |\n|:-----|-----:|\n| E\\|mail &amp; name | 2 years |\n| Logs |',
      ),
    ).toEqual([
      paragraph(plain('Before.')),
      {
        rows: [
          [cell(plain('What')), cell(plain('For how long'))],
          [cell(plain('E|mail & name')), cell(plain('2 years'))],
          [cell(plain('Logs')), []],
        ],
      },
    ])
  })

  test('name their columns in bold by themselves, and keep marks and links of cells', () => {
    expect(bodyOf('| **What** | When |\n|---|---|\n| [**a**](/b) | c |')).toEqual([
      {
        rows: [
          [cell(plain('What')), cell(plain('When'))],
          [cell({text: 'a', decorators: ['strong'], href: '/b'}), cell(plain('c'))],
        ],
      },
    ])
  })

  test('keep cells beyond those of the first row', () => {
    expect(bodyOf('| a |\n|---|\n| 1 | 2 |')).toEqual([
      {
        rows: [
          [cell(plain('a')), []],
          [cell(plain('1')), cell(plain('2'))],
        ],
      },
    ])
  })
})

describe('a date of the text is not taken from a law of which it speaks', () => {
  test.each([
    'You have rights under the California Privacy Rights Act, effective January 1, 2023.',
    'The GDPR, in force since May 25, 2018, protects you.',
    'Regulation (EU) 2016/679, as amended on 4 May 2016, is what we follow.',
  ])('%s', (sentence) => {
    const read = policyFromMarkdown(`# Privacy\n\n${sentence}`)
    expect(read.ok && read.policy.lastUpdated).toBeUndefined()
  })

  test('while one of a sentence beside it is', () => {
    const read = policyFromMarkdown(
      '# Privacy\n\nWe follow the GDPR. This policy is effective as of May 25, 2018.',
    )
    expect(read).toMatchObject({ok: true, policy: {lastUpdated: '2018-05-25'}})
  })
})

describe('a long text is read as a short one', () => {
  const SENTENCE = 'Words of a long text, which go on for a while.'
  const filler = `${SENTENCE}\n\n`.repeat(100)
  const read = (markdown: string) => {
    const result = policyFromMarkdown(`# Terms\n\n${markdown}`)
    if (!result.ok) throw new Error(JSON.stringify(result.findings))
    const kept = result.policy.body
      .filter((content) => !('runs' in content && content.runs[0]?.text === SENTENCE))
      .map((content) => ('code' in content ? {code: content.code.replace(filler, '')} : content))
    return {kept, findings: result.findings}
  }

  test.each([
    [
      'links to addresses at its end',
      ['See [the Rules][r] and [more].', '[R]: https://a.example\n[More]: https://b.example'],
    ],
    ['addresses at its beginning', ['[r]: https://a.example', 'See [the rules][R].']],
    ['notes', ['Words[^1] and more[^long].', '[^1]: First.\n\n[^long]: Second.\n\n    Third.']],
    ['brackets without an address', ['See [the rules][none].', 'A [note]: of it.']],
    ['code with empty lines', ['```sh\nfirst', 'last\n```']],
    ['comments', ['<!-- first', 'last -->\n\nAfter.']],
    ['elements', ['<details><summary>More</summary>', 'Inside.\n\n</details>']],
  ])('with %s', (_name, parts) => {
    expect(read(parts.join(`\n\n${filler}`)).kept).toEqual(read(parts.join('\n\n')).kept)
  })

  test('with lines that are those of the file', () => {
    const {findings} = read(`${filler}Dear [Company Name],\n\n${filler}<!-- x -->\n\nOn [DATE].`)
    expect(
      findings.flatMap(({severity, line, what}) => (severity === 'leftover' ? [[line, what]] : [])),
    ).toEqual([
      [203, '[Company Name]'],
      [407, '[DATE]'],
    ])
  })
})

describe('a text without a title begins with it', () => {
  const titleOf = (markdown: string, name = 'file') => {
    const read = policyFromMarkdown(markdown, {name})
    return read.ok && [read.policy.title, read.policy.body.length]
  }

  test.each([
    ['**DATA PROCESSING AGREEMENT**\n\nWords.', ['DATA PROCESSING AGREEMENT', 1]],
    ['**Privacy Policy**\n\n## Who we are\n\nWords.', ['Privacy Policy', 2]],
    ['PRIVACY POLICY\n\nWords.', ['PRIVACY POLICY', 1]],
  ])('in bold or in capitals: %j', (markdown, expected) => {
    expect(titleOf(markdown)).toEqual(expected)
  })

  test.each([
    ['## Data Processing Agreement\n\nWords.\n\n## Scope\n\nWords.', ['Data Processing Agreement', 3]],
    ['## What holds\n\nWords.\n\n## 1. Scope\n\nWords.', ['What holds', 3]],
  ])('in a heading as large as those of its sections: %j', (markdown, expected) => {
    expect(titleOf(markdown)).toEqual(expected)
  })

  test('in any short line where it has no headings at all', () => {
    expect(titleOf('Our cookies\n\n1. General\n\n1.1. Words.')).toEqual(['Our cookies', 2])
    expect(titleOf('Our cookies\n\n## General\n\nWords.')).toEqual(['file', 3])
    expect(titleOf('Our cookies')).toEqual(['file', 1])
  })

  test('whose words are those of the text where the front matter has the name of a translation', () => {
    const text = '# Cookie Policy\n\nWords.'
    expect(titleOf(`---\ntitle: cookie_policy\n---\n${text}`)).toEqual(['Cookie Policy', 1])
    expect(titleOf(`---\ntitle: Cookie policy\n---\n${text}`)).toEqual(['Cookie policy', 1])
  })

  test.each([
    '**We keep your data safe.**\n\nWords.',
    '**Effective January 6, 2023**\n\nWords.',
    '**1. Definitions**\n\nWords.',
    'Words **in bold** say that.\n\nWords.',
  ])('and not with any other line: %j', (markdown) => {
    expect(titleOf(markdown)).toEqual(['file', 2])
  })
})

test.each([
  ['a call-out in a call-out', '> [!NOTE]\n> Outer.\n>\n> > [!TIP]\n> > See [the rules](https://a.example).'],
  [
    'a table in a call-out',
    '> [!NOTE]\n> Outer.\n>\n> | Tip |\n> |---|\n> | See [the rules](https://a.example). |',
  ],
])('%s keeps its words and links in the outer one', (_name, markdown) => {
  const read = policyFromMarkdown(`# Terms\n\n${markdown}`)
  const [part] = read.ok ? read.policy.body : []
  if (!part || !('callout' in part)) throw new Error('There is no call-out.')
  expect(part.callout.map(({runs}) => runs.map(({text}) => text).join('')).slice(0, 2)).toEqual([
    'Outer.',
    'Tip',
  ])
  expect(part.callout.at(-1)?.runs).toEqual([
    {text: 'See ', decorators: []},
    {text: 'the rules', decorators: [], href: 'https://a.example'},
    {text: '.', decorators: []},
  ])
})

describe('a date in another place than a line', () => {
  const read = (markdown: string) => {
    const result = policyFromMarkdown(`# Terms\n\n${markdown}`)
    return result.ok ? [result.policy.lastUpdated, result.policy.body[0]] : undefined
  }
  const line = {label: 'Last Updated:'}

  test.each([
    ['a row of a table', '| Version | 3 |\n|---|---|\n| Effective date | 14 February 2024 |'],
    ['under the name of a column', '| Last revised | Version |\n|---|---|\n| 2024-02-14 | 3 |'],
    ['a call-out', '> [!NOTE]\n> Last updated: February 14, 2024'],
  ])('%s is found, stays there, and has a line of its own too', (_name, markdown) => {
    expect(read(`${markdown}\n\nWords.`)).toEqual(['2024-02-14', line])
  })

  test('dates of the things that a table lists are none', () => {
    expect(
      read('| Name | Last reviewed |\n|---|---|\n| A | 2024-02-14 |\n| B | 2024-02-15 |')?.[0],
    ).toBeUndefined()
  })

  test('a date under a heading that says what it is', () => {
    expect(
      read(`${'Words.\n\n'.repeat(20)}## Last updated\n\nMay 25th, 2018\n\n${'More.\n\n'.repeat(9)}`)?.[0],
    ).toBe('2018-05-25')
  })

  test('in the middle, where the text says it of itself', () => {
    const sentence = 'This Privacy Policy is effective as of 2020-11-23'
    const words = 'Words.\n\n'.repeat(20)
    expect(read(`${words}${sentence}\n\n${words}`)?.[0]).toBe('2020-11-23')
    expect(read(`${words}A plan is effective as of 2020-11-23\n\n${words}`)?.[0]).toBeUndefined()
  })

  test('in another key of the front matter', () => {
    const result = policyFromMarkdown(
      '---\ntitle: Terms\nsubtitle: "Last updated: July 12, 2026"\nposted: 7\n---\nWords.',
    )
    expect(result).toMatchObject({ok: true, policy: {lastUpdated: '2026-07-12'}})
    expect(result.findings).toMatchObject([{what: 'posted'}])
  })

  test('in the words of a contract', () => {
    expect(read('This agreement is made as of the 1st day of March, 2022.')?.[0]).toBe('2022-03-01')
  })
})
