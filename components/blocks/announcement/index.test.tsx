import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

test('one line, with a link where there is one', () => {
  expect(htmlOf(EXAMPLES.announcement)).toBe(
    '<p><span>One line of news.</span> <a href="/about">Read more</a></p>',
  )
  expect(htmlOf({...EXAMPLES.announcement, link: null})).toBe('<p><span>One line of news.</span> </p>')
})
