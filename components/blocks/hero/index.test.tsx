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
