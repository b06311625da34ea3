import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {accessLine} from '@local/document-server'
import {expect, test} from 'playwright/test'
import {stackFolder} from '#tests/support/services.ts'
import {ask} from '#tests/support/site.ts'

const CANARY = 'canary7f3a'
const TOKEN = 'q7mJ3t0kR1w_xYz-9AbCdEfGhIjKlMnOpQrStUvWx12'

/** All lines of the log of this stack. */
async function logged(): Promise<string[]> {
  const folder = join(stackFolder(), 'logs')
  const files = (await readdir(folder)).filter((name) => name.startsWith('access-'))
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
}

test('the access log says what the policy names, and nothing else', async () => {
  const marker = `/no-such-page-${Date.now()}`
  await ask(`/privacy?email=${CANARY}@example.com`, {
    headers: {
      referer: `https://elsewhere.example/${CANARY}`,
      'user-agent': `Mozilla/5.0 Firefox/140.0 ${CANARY}`,
      'x-forwarded-for': '198.51.100.7',
      cookie: `a=${CANARY}`,
    },
  })
  await ask(`/setup/${TOKEN}`)
  await ask(marker, {method: 'HEAD'})
  await expect.poll(async () => (await logged()).some((line) => line.includes(marker))).toBe(true)

  const lines = await logged()
  const parsed = lines.map((line) => accessLine.parse(JSON.parse(line)))
  const text = lines.join('\n')
  expect(text).not.toContain(CANARY)
  expect(text).not.toContain(TOKEN)
  expect(text).not.toContain('198.51.100.7')
  expect(parsed.filter(({path}) => path === marker)).toEqual([
    expect.objectContaining({
      method: 'HEAD',
      status: 404,
      bytes: 0,
      browser: 'none',
      ip: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    }),
  ])
  expect(parsed.some(({browser, path}) => browser === 'Firefox' && path === '/privacy')).toBe(true)
  expect(parsed.some(({path}) => path === '/setup/*')).toBe(true)
  expect(new Set(parsed.map(({id}) => id)).size).toBe(parsed.length)
})
