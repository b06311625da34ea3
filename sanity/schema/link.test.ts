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

test.each(['hello@example.com', '(555) 010-9999'])('%s lacks its beginning too', (href) => {
  expect(validateHref(href)).toMatch(/^Write the address as (?:mailto|tel):/)
})

test.each(['mailto:privacy@@plumb', 'mailto:privacy', 'mailto:a@example.com,b', 'tel:call-us', 'tel:+'])(
  '%s leads to nobody',
  (href) => {
    expect(validateHref(href)).toMatch(/^Write a (?:whole e-mail address|phone number)/)
  },
)

test.each([
  'mailto:a@example.com?subject=Hello',
  'mailto:a@example.com,b@example.com',
  'tel:+1 (555) 010-0199',
])('%s is fine', (href) => {
  expect(validateHref(href.replaceAll(' ', ''))).toBe(true)
})
