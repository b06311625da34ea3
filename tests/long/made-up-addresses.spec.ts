import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'playwright/test'
import {stackBuild} from '#tests/support/services.ts'
import {ask} from '#tests/support/site.ts'

const ADDRESSES = 10_000
const AT_ONCE = 16

const page = (name: string) => `/${name}`
/** Every kind of address that is made from the name of a page. */
const KINDS = [page, (name: string) => `/${name}.md`, (name: string) => `/cards/${name}.png`]
const ROOT = join(import.meta.dirname, '..', '..')

/** How many files the build holds, pages and answers that were kept since included. */
async function keptFiles(): Promise<number> {
  const names = await readdir(join(ROOT, stackBuild()), {recursive: true})
  return names.filter((name) => /^(?:server|cache)\//.test(name)).length
}

test('10,000 addresses that nobody wrote leave nothing behind on the disk', async () => {
  for (const path of KINDS) await ask(path('there-is-no-such-page'))
  const before = await keptFiles()
  const statuses = new Map<number, number>()
  let next = 0
  await Promise.all(
    Array.from({length: AT_ONCE}, async () => {
      while (next < ADDRESSES) {
        const {status} = await ask((KINDS[next % KINDS.length] ?? page)(`made-up-${next++}`))
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }),
  )
  expect([...statuses.keys()]).toEqual([404])
  expect(await keptFiles()).toBe(before)
})
