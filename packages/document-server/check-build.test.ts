import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {checkBuild} from './check-build.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

/** Lays out a build with these pages. */
function check(pages: Record<string, {html: string; status?: number}>) {
  const routes = Object.fromEntries(Object.keys(pages).map((path) => [path, {dataRoute: `${path}.rsc`}]))
  write('prerender-manifest.json', JSON.stringify({routes: {...routes, '/icon.svg': {dataRoute: null}}}))
  for (const [path, {html, status}] of Object.entries(pages)) {
    write(join('server/app', `${path === '/' ? 'index' : path}.html`), html)
    write(join('server/app', `${path === '/' ? 'index' : path}.meta`), JSON.stringify({status}))
  }
  const {pages: made, refused} = checkBuild(folder)
  return {paths: [...made.keys()], refused}
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true})
  writeFileSync(join(folder, path), text)
}

const page = (body: string, head = '') =>
  `<html data-document=""><head>${head}</head><body>${body}</body></html>`

test('pages that are complete pass, and so does what is no page', () => {
  write('static/a.css', 'p{margin:0}')
  const linked = page('<p>x</p>', '<link rel="stylesheet" href="/_next/static/a.css"/>')
  const empty = '<html id="__next_error__"><body></body></html>'
  expect(
    check({
      '/': {html: linked},
      '/deep/page': {html: linked},
      '/_not-found': {html: linked, status: 404},
      '/_global-error': {html: empty},
      '/gone': {html: empty, status: 404},
      '/moved': {html: empty, status: 308},
    }),
  ).toEqual({paths: ['/', '/deep/page', '/_not-found'], refused: []})
})

test('each page that cannot be a static page is named with the reason', () => {
  const {paths, refused} = check({
    '/good': {html: page('')},
    '/scripted': {html: '<html><body></body></html>'},
    '/waiting': {html: page('<!--$?-->')},
    '/unstyled': {html: page('', '<link rel="stylesheet" href="/_next/static/none.css"/>')},
    '/_not-found': {html: '<html id="__next_error__"></html>', status: 404},
  })
  expect(paths).toEqual(['/good'])
  expect(refused.map(({path}) => path)).toEqual(['/scripted', '/waiting', '/unstyled', '/_not-found'])
  expect(refused.map(({reason}) => reason)).toEqual([
    expect.stringContaining('does not declare'),
    expect.stringContaining('Suspense'),
    expect.stringContaining('none.css'),
    expect.stringContaining('does not declare'),
  ])
})
