import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {contactForm} from './index.tsx'

const {example} = contactForm

test('the form stands beside its words, and is there without any', () => {
  expect(htmlOf(example)).toMatch(/<h2 id="heading">Contact form<\/h2>.*<form.*>Send<\/button>/)
  const bare = htmlOf({...example, title: null, intro: null, action: null})
  expect(bare).toContain('<form')
  expect(bare).not.toContain('aria-labelledby="heading"')
})
