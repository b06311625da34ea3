import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {checkBuild} from '@local/document-server/check-build'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {build} from '#scripts/stack/next.ts'
import {startServices} from '#tests/support/stack.ts'

const BUILDS = ['.next-rebuild-1', '.next-rebuild-2']
const PAGES = ['/', '/pricing', '/about', '/contact', '/privacy', '/terms']

let services: Awaited<ReturnType<typeof startServices>>

beforeAll(async () => {
  services = await startServices('rebuilds')
})
afterAll(async () => {
  await services?.stack.stop()
  for (const folder of BUILDS) rmSync(pathOf(folder), {recursive: true, force: true})
})

const pathOf = (folder: string) => join(services.places.root, folder)

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
  const [first, second] = BUILDS.map((folder) => checkBuild(pathOf(folder)).pages)
  for (const page of PAGES) {
    expect(first?.get(page)).toContain('<main')
    expect(second?.get(page), page).toBe(first?.get(page))
  }
})
