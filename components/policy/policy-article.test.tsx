import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {readText, type TextMember} from '#lib/format/portable-text.ts'
import {PolicyArticle, type PolicyArticleProps} from './policy-article.tsx'

type Style = 'normal' | 'subtitle' | 'h2' | 'h3'

const block = (style: Style, text: string): TextMember => ({
  _type: 'block',
  _key: text,
  style,
  markDefs: [],
  children: [{_type: 'span', _key: 's', text, marks: []}],
})

const BODY: readonly TextMember[] = [
  block('subtitle', 'Privacy Policy for Us'),
  {_type: 'lastUpdatedMarker', _key: 'm', label: 'Last Updated:'},
  block('normal', 'The opening.'),
  block('h2', '1. Contact Information'),
  block('normal', 'What we ask for.'),
  block('h2', '2. Contact Us'),
  block('normal', 'Write to us.'),
]

// Class names change with the CSS and say nothing about content.
const html = (props: Partial<PolicyArticleProps> = {}) =>
  renderToStaticMarkup(
    <PolicyArticle
      title="Privacy Policy"
      lastUpdated="2025-11-09"
      contactEmail={null}
      body={BODY}
      {...props}
    />,
  ).replace(/ class="[^"]*"/g, '')

const textOf = (markup: string) => markup.replace(/<[^>]+>/g, '')

test('the title is the only h1, and the text keeps its own heading right after it', () => {
  expect(html()).toContain('<h1>Privacy Policy</h1><p>Privacy Policy for Us</p>')
  expect(html().match(/<h1>/g)).toHaveLength(1)
})

test('the date stands where its line stands, in US order and for machines', () => {
  expect(html()).toContain(
    '<p><strong>Last Updated:</strong> <time dateTime="2025-11-09">11/09/2025</time></p><p>The opening.</p>',
  )
})

test('section headings keep number and words, and the contents lead to them', () => {
  const headings = [...html().matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/g)].map(([, id = '', words = '']) => [
    id,
    textOf(words),
  ])
  expect(headings).toEqual([
    ['contact-information', '1. Contact Information'],
    ['contact-us', '2. Contact Us'],
  ])
  for (const [id] of headings) expect(html()).toContain(`<a href="#${id}">`)
})

test('the contact e-mail stands at the end of the section on contact when there is one', () => {
  const markup = html({contactEmail: 'hello@example.com'})
  expect(markup).toMatch(
    /<p>Write to us.<\/p><p>E-mail: <a href="mailto:hello@example.com">hello@example.com<\/a><\/p><\/section><\/div>/,
  )
  expect(html()).not.toContain('mailto:')
})

test('the contact e-mail is not lost when no section speaks of contact', () => {
  const markup = html({contactEmail: 'hello@example.com', body: [block('normal', 'Words.')]})
  expect(markup).toContain('mailto:hello@example.com')
})

test('a policy without words is still a page', () => {
  expect(textOf(html({body: [], lastUpdated: null}))).toBe('Privacy Policy')
})

test('a policy without sections has no list of contents', () => {
  expect(html({body: [block('normal', 'Words.')]})).not.toContain('<nav')
})

test('the contents fold open, and name no heading without words', () => {
  const body = [...BODY, block('h2', '  '), block('normal', 'After a heading without words.')]
  const contents = /<nav.*<\/nav>/.exec(html({body: readText(body).members}))?.[0] ?? ''
  expect(contents).toContain('<details><summary>Contents</summary><ol>')
  expect(contents.match(/<li>/g)).toHaveLength(2)
})
