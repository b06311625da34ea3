import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {hero} from './index.tsx'

const {example} = hero
const html = htmlOf(example)

test('the conversation is a list that says it is an example, with times for people and machines', () => {
  expect(html).toContain('<figcaption><span>Example</span><span>A tap at night</span></figcaption>')
  expect(html).toContain(
    '<li><p>Homeowner <time dateTime="02:14">2:14 AM</time></p><p>The tap will not close. Is anyone there?</p></li>',
  )
})

test('the work order names every field', () => {
  expect(html).toContain('<dl><div><dt>Job</dt><dd>Tap, kitchen</dd></div></dl>')
})

test('a button that leads nowhere is left out, and the row of buttons with its last one', () => {
  const broken = {_key: 'broken', label: 'Go', href: 'javascript:alert(1)'}
  expect(htmlOf({...example, actions: [broken, {_key: 'ok', label: 'Stay', href: '/a'}]})).toContain(
    '<p><a href="/a">Stay</a></p>',
  )
  expect(htmlOf({...example, actions: [broken]})).not.toContain('Go')
})

test('a drawing stands in for a conversation only', () => {
  expect(html).not.toContain('<svg')
  expect(htmlOf({...example, conversation: null, workOrder: null})).toContain('<svg')
})

test('a picture stands beside the words where there is no conversation, and is fetched at once at the top of a page', () => {
  const picture = {
    alt: 'A van at night',
    asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-2000x1500-jpg'},
    hotspot: null,
    crop: null,
    preview: null,
  } as const
  const block = {...example, conversation: null, workOrder: null, picture}
  expect(htmlOf(block)).toContain('height="810" alt="A van at night" loading="lazy"')
  expect(htmlOf(block)).not.toContain('<svg')
  expect(htmlOf({...example, picture})).not.toContain('A van at night')
  const first = hero.render(block, {headingId: 'heading', Heading: 'h1', offers: {}})
  expect(renderToStaticMarkup(first)).toContain('alt="A van at night" fetchPriority="high"')
  expect(hero.toMarkdown(block, {})).toContain('\n\nA van at night')
})
