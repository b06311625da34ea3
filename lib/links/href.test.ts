import {describe, expect, test} from 'vitest'
import {completeHref, isSafeHref, visitorHref} from './href.ts'

describe('an address that visitors may follow', () => {
  test.each([
    'https://plumbperfectleads.help/contact/',
    'http://example.com',
    'mailto:hello@example.com',
    'tel:+15550100',
    '/contact',
    '/privacy#cookies',
    '#cookies',
  ])('%s is allowed', (href) => {
    expect(isSafeHref(href)).toBe(true)
  })

  test.each([
    '',
    '#',
    'contact',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '/\t/evil.example',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://',
    'mailto:',
    'https://exam ple.com',
  ])('%j is refused', (href) => {
    expect(isSafeHref(href)).toBe(false)
  })
})

describe('a link in a text', () => {
  test.each([
    ['https://plumbperfectleads.help/contact/', '/contact/'],
    ['http://www.plumbperfectleads.help/privacy?from=mail#cookies', '/privacy?from=mail#cookies'],
    ['https://PlumbPerfectLeads.help', '/'],
  ])('to the site itself, %s, becomes the path %s', (href, path) => {
    expect(visitorHref(href)).toBe(path)
  })

  test.each([
    'https://example.com/contact/',
    'https://plumbperfectleads.help.example.com/',
    'https://plumbperfectleads.help:8443/',
    'mailto:hello@example.com',
    'tel:+15550100',
    '/privacy',
    '#cookies',
  ])('to %s stays as it is', (href) => {
    expect(visitorHref(href)).toBe(href)
  })

  test.each(['javascript:alert(1)', '//evil.example', 'https://plumbperfectleads.help\\@evil.example'])(
    'to %s is not followed',
    (href) => {
      expect(visitorHref(href)).toBeUndefined()
    },
  )

  test('whose path would leave the site again stays whole', () => {
    expect(visitorHref('https://plumbperfectleads.help//evil.example/')).toBe(
      'https://plumbperfectleads.help//evil.example/',
    )
  })
})

test.each([
  ['hello@example.com', 'mailto:hello@example.com'],
  [' hello+jobs@mail.example.com ', 'mailto:hello+jobs@mail.example.com'],
  ['www.example.com', 'https://www.example.com'],
  ['example.com/drains?a=b', 'https://example.com/drains?a=b'],
  ['(555) 010-9999', 'tel:5550109999'],
  ['+1 555 010 9999', 'tel:+15550109999'],
])('%j is completed to %s', (written, href) => {
  expect(completeHref(written)).toBe(href)
})

test.each([
  '',
  '/contact',
  '#cookies',
  'https://example.com',
  'mailto:a@example.com',
  'contact',
  'a@@b',
  '24/7',
])('%j stays as it is', (href) => {
  expect(completeHref(href)).toBe(href)
})
