import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {deserialize, serialize} from 'node:v8'
import {PHASE_PRODUCTION_SERVER} from 'next/constants.js'
import {NEXT_CACHE_TAGS_HEADER} from 'next/dist/lib/constants.js'
import loadConfig from 'next/dist/server/config.js'
import {SharedCacheControls} from 'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js'
import {nodeFs} from 'next/dist/server/lib/node-fs-methods.js'
import {getRouteCacheKey} from 'next/dist/server/lib/route-cache-key.js'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {
  clearCacheControls,
  FileCache,
  type ReadKey,
  takeBuiltSettings,
  type WrittenEntry,
} from './next-internals.ts'
import {TAGS_HEADER} from './shared-cache.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/next-cache-`)
})
afterEach(() => rmSync(folder, {recursive: true}))

const cache = () =>
  new FileCache({
    dev: false,
    fs: nodeFs,
    flushToDisk: true,
    serverDistDir: folder,
    maxMemoryCacheSize: 0,
    revalidatedTags: [],
    _requestHeaders: {},
  })

// Next's kinds are an enumeration that exists for the compiler alone, so these take the way of entries that were kept.
const READ: ReadKey[1] = deserialize(serialize({kind: 'APP_PAGE', isFallback: false}))
const PAGE: WrittenEntry[1] = deserialize(
  serialize({
    kind: 'APP_PAGE',
    html: 'words',
    rscData: Buffer.from('data'),
    headers: {[TAGS_HEADER]: 'a,b'},
    status: 200,
    postponed: undefined,
    segmentData: undefined,
  }),
)

test('the cache handler breaks when Next no longer keeps a page on disk with the time at which it was stored', async () => {
  const before = Date.now() - 1_000
  await cache().set('/page', PAGE, {isRoutePPREnabled: false, isFallback: false})
  const entry = await cache().get('/page', READ)
  expect(entry?.value).toMatchObject({kind: 'APP_PAGE', html: 'words', headers: {[TAGS_HEADER]: 'a,b'}})
  expect(entry?.lastModified).toBeGreaterThan(before)
})

test('publishing breaks when Next no longer takes back a page of which a tag expired', async () => {
  await cache().set('/page', PAGE, {isRoutePPREnabled: false, isFallback: false})
  const stored = (await cache().get('/page', READ))?.lastModified ?? 0
  await expect.poll(() => Date.now()).toBeGreaterThan(stored + 1)
  await cache().revalidateTag(['b'])
  expect(await cache().get('/page', READ)).toBeNull()
})

test('machines that share a Redis break when Next writes the tags of a page elsewhere', () => {
  expect(TAGS_HEADER).toBe(NEXT_CACHE_TAGS_HEADER)
})

test('memory grows with addresses that do not exist when Next remembers them elsewhere', () => {
  const controls = new SharedCacheControls({routes: {}, dynamicRoutes: {}})
  const owner = deserialize(serialize({kind: 'APP_PAGE', sourceRoute: '/[slug]/page'}))
  controls.set(getRouteCacheKey('/page', owner), {revalidate: 60, expire: undefined})
  expect(controls.get('/page', owner)).toBeDefined()
  clearCacheControls()
  expect(controls.get('/page', owner)).toBeUndefined()
})

test('error pages are sent empty when Next marks them in another way', () => {
  const file = createRequire(import.meta.url).resolve('next/dist/client/components/builtin/global-error.js')
  expect(readFileSync(file, 'utf8')).toContain('id: "__next_error__"')
})

test('starting breaks when Next no longer takes the settings that a build was made with', async () => {
  vi.stubEnv('__NEXT_PRIVATE_STANDALONE_CONFIG', undefined)
  const built = {distDir: '.next-new', cacheHandler: '../cache-handler.ts', poweredByHeader: false}
  mkdirSync(join(folder, '.next'))
  writeFileSync(join(folder, '.next', 'required-server-files.json'), JSON.stringify({config: built}))
  takeBuiltSettings(folder, '.next')
  // The folder was moved since, and has no `next.config.ts` here.
  expect(await loadConfig(PHASE_PRODUCTION_SERVER, folder)).toMatchObject({
    distDir: '.next',
    cacheHandler: join(folder, 'cache-handler.ts'),
    poweredByHeader: false,
  })
  vi.unstubAllEnvs()
})
