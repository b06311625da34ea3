import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {announcement} from './index.tsx'

test('one line, with a link where there is one', () => {
  expect(htmlOf(announcement.example)).toBe(
    '<p><span>One line of news.</span> <a href="/about">Read more</a></p>',
  )
  expect(htmlOf({...announcement.example, link: null})).toBe('<p><span>One line of news.</span> </p>')
})
