import {readFile} from 'node:fs/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import type {PolicyBody} from '#sanity/types.gen.ts'
import {policyText} from '../format/policy-text.ts'
import type {PolicyContent} from './content.ts'
import {importPolicy} from './import-policy.ts'
import {storeContent} from './store-content.ts'

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
    const result = importPolicy(markdown)
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
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
