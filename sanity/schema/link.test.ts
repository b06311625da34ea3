import {expect, test} from 'vitest'
import {validateHref} from './link.ts'

test('an address that visitors may follow is fine, and so is none', () => {
  expect(validateHref('https://example.com')).toBe(true)
  expect(validateHref('/contact')).toBe(true)
  expect(validateHref(undefined)).toBe(true)
})

test.each(['www.example.com', 'example.com/contact'])(
  '%s lacks its beginning, and the message shows it',
  (href) => {
    expect(validateHref(href)).toContain(`https://${href}`)
  },
)

test.each(['javascript:alert(1)', '//evil.example', 'contact'])(
  '%s is refused with what is allowed',
  (href) => {
    expect(validateHref(href)).toMatch(/begins with https:\/\//)
  },
)
