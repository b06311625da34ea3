import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

const {contactForm} = EXAMPLES

test('the form stands beside its words, and is there without any', () => {
  expect(htmlOf(contactForm)).toMatch(/<h2 id="heading">Contact form<\/h2>.*<form.*>Send<\/button>/)
  const bare = htmlOf({...contactForm, title: null, intro: null, action: null})
  expect(bare).toContain('<form')
  expect(bare).not.toContain('aria-labelledby="heading"')
})
