import {expect, test} from 'vitest'
import {visitedPath} from './visits.ts'

const LINE = {
  time: '2026-01-31T12:00:00.000Z',
  browser: 'Firefox',
  method: 'GET',
  path: '/pricing',
  status: 200,
}

const visited = (change: Partial<typeof LINE>) => visitedPath({...LINE, ...change})

test.each([
  [{}, '/pricing'],
  [{path: '/pricing/'}, '/pricing'],
  [{path: '/'}, '/'],
  [{status: 304}, '/pricing'],
  [{path: '/checkout/lifetime-access'}, '/checkout/lifetime-access'],
  [{method: 'POST', path: '/api/checkout', status: 303}, '/api/checkout'],
])('%j is a visit of %s', (change, path) => {
  expect(visited(change)).toBe(path)
})

test.each([
  {browser: 'Robot'},
  {browser: 'none'},
  {method: 'HEAD'},
  {method: 'POST', path: '/contact', status: 303},
  {method: 'POST', path: '/api/checkout', status: 422},
  {status: 404},
  {status: 499},
  {path: '/media/abc-100x100.png'},
  {path: '/_next/static/a.js'},
  {path: '/studio/structure'},
  {path: '/privacy.md'},
  {path: '/robots.txt'},
  {path: '/setup'},
  {path: '/privacy/requests/*'},
])('%j is none', (change) => {
  expect(visited(change)).toBeUndefined()
})
