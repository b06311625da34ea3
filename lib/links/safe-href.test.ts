import {describe, expect, test} from 'vitest'
import {isSafeHref} from './safe-href.ts'

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
