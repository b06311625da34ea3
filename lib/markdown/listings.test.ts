import type {Nodes} from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import {expect, test} from 'vitest'
import {llmsText} from './listings.ts'

const site = {siteUrl: 'https://a.example', name: 'Ours', description: 'What we do.'}

test('every page is a link to its Markdown, with its words', () => {
  const pages = [
    {path: '/', title: 'Home', description: undefined},
    {path: '/pricing', title: undefined, description: 'What it costs.'},
  ]
  expect(llmsText({...site, sections: {Pages: pages, Policies: []}})).toBe(
    [
      '# Ours',
      '',
      '> What we do.',
      '',
      '## Pages',
      '',
      '- [Home](https://a.example/index.md)',
      '- [/pricing](https://a.example/pricing.md): What it costs.',
      '',
    ].join('\n'),
  )
})

test.each([
  'a\n# Heading',
  'a\r\n\r\n## Heading\n\n- entry',
  'a](https://evil.example) [b',
  '\u2028# Heading',
  '<script>alert(1)</script>',
  '`code` *em* | cell |',
  '- [x](y)',
  '> quoted',
])('words stay words on their line: %j', (words) => {
  const page = {path: '/a', title: words, description: words}
  const text = llmsText({...site, name: words, description: words, sections: {Pages: [page]}})
  const {children} = unified().use(remarkParse).use(remarkGfm).parse(text)
  expect(children.map(({type}) => type)).toEqual(['heading', 'blockquote', 'heading', 'list'])
  const line = words.replace(/\s+/g, ' ').trim()
  expect(children.map(flat)).toEqual([line, line, 'Pages', `${line}: ${line}`])
  expect(text).toContain('](https://a.example/a.md)')
})

const flat = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(flat).join('') : ''
