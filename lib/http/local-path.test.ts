import {expect, test} from 'vitest'
import {localPath} from './local-path.ts'

test('the path of an address is kept, its host and query are not', () => {
  expect(localPath('https://plumbperfectleads.help/privacy?sanity-preview-perspective=drafts#cookies')).toBe(
    '/privacy',
  )
  expect(localPath('https://evil.example/terms')).toBe('/terms')
})

test.each([null, '', 'privacy', 'https://a.example//evil.example', 'data:text/html,x'])(
  '%j leads home',
  (address) => {
    expect(localPath(address)).toBe('/')
  },
)
