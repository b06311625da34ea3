import {describe, expect, test} from 'vitest'
import {isSafeHref, visitorHref} from './href.ts'

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
