import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {Stylesheets} from '@local/document-server/css/stylesheets.ts'
import {finishDocument} from '@local/document-server/documents/finish-document.ts'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {build} from '#scripts/stack/next.ts'
import {startServices} from '#tests/support/cluster/services-alone.ts'

const BUILDS = ['.next-rebuild-1', '.next-rebuild-2']
const PAGES = ['index', 'pricing', 'about', 'contact', 'privacy', 'terms']

let services: Awaited<ReturnType<typeof startServices>>

beforeAll(async () => {
  services = await startServices('rebuilds')
})
afterAll(async () => {
  await services?.stack.stop()
  for (const folder of BUILDS) rmSync(pathOf(folder), {recursive: true, force: true})
})

const pathOf = (folder: string) => join(services.places.root, folder)

function pagesOf(folder: string): string[] {
  const stylesheets = new Stylesheets(pathOf(folder))
  return PAGES.map((page) => {
    const html = readFileSync(join(pathOf(folder), 'server', 'app', `${page}.html`), 'utf8')
    return finishDocument(html, stylesheets.pick).html
  })
}

test('two builds of unchanged content send the same bytes', async () => {
  const {places, stack} = services
  for (const folder of BUILDS) {
    rmSync(pathOf(folder), {recursive: true, force: true})
    const options = {
      places: {...places, build: folder},
      env: stack.env,
      signal: AbortSignal.timeout(5 * 60_000),
    }
    await build(options, () => {})
  }
  const [first = [], second = []] = BUILDS.map(pagesOf)
  PAGES.forEach((page, index) => {
    expect(first[index]).toContain('<main')
    expect(second[index], page).toBe(first[index])
  })
})
