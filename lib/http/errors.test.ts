import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import {problemPage} from './errors.ts'

const PROBLEM = {
  status: 503,
  title: 'It <does> not answer',
  paragraphs: ['Try "again" & again.'],
  action: {label: 'Try again', href: '/api/checkout?a=1&b=2', fields: {nonce: '"><script>alert(1)</script>'}},
  retryAfter: 30,
}

test('a problem is a whole page under its own status, which no cache may keep', async () => {
  const response = problemPage(PROBLEM)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('30')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
})

test('words with markup in them stay words', async () => {
  const html = await problemPage(PROBLEM).text()
  expect(html).toContain('<h1>It &lt;does&gt; not answer</h1>')
  expect(html).toContain('<p>Try &quot;again&quot; &amp; again.</p>')
  expect(html).toContain('action="/api/checkout?a=1&amp;b=2"')
  expect(html).not.toContain('<script>')
})

test('its policy lets in its own style and nothing else', async () => {
  const response = problemPage(PROBLEM)
  const style = /<style>([\s\S]*)<\/style>/.exec(await response.text())?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(response.headers.get('content-security-policy')).toContain(
    `default-src 'none'; style-src 'sha256-${hash}'`,
  )
})
