import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {type OneMachine, startOneMachine} from '#tests/support/cluster.ts'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'

const SLUG = 'one-machine'
const TRIES = 50

let machine: OneMachine
let count = 0

beforeAll(async () => {
  machine = await startOneMachine()
  await removePolicy(SLUG)
  await publish()
})
afterAll(() => machine?.remove())
beforeEach(() => {
  machine.lake.release()
  machine.lake.mend()
})

/** Writes new words and tells the site. Gives their number. */
async function publish(): Promise<number> {
  count++
  await contentClient().createOrReplace(policyDocument(SLUG, {title: 'Machine', text: `words ${count}.`}))
  await machine.announce({_id: `policy-${SLUG}`, _type: 'policy', slug: SLUG, slugBefore: SLUG})
  return count
}

/** The number of the words that a reader gets. */
async function shown(): Promise<number> {
  const response = await fetch(`${machine.site.url}/${SLUG}`)
  const text = await response.text()
  expect(response.status, text.slice(0, 200)).toBe(200)
  return Number(/words (\d+)\./.exec(text)?.[1])
}

test(`a publish that falls into a running render leaves nothing old behind, in ${TRIES} tries`, async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    await publish()
    const held = machine.lake.hold()
    const early = shown()
    await held
    const words = await publish()
    machine.lake.release()
    await early
    for (let reads = 0; reads < 5; reads++) expect(await shown()).toBe(words)
  }
})

test('while the lake is cut off readers get the last good page, and the new one once it is back', async () => {
  const before = await shown()
  machine.lake.cutOff()
  const words = await publish()
  for (let reads = 0; reads < 50; reads++) expect(await shown()).toBe(before)
  machine.lake.mend()
  await expect.poll(shown, {timeout: 10_000}).toBe(words)
})

/** What a reader is told at an address of the site, within six seconds. */
async function ask(path: string) {
  const answer = await fetch(machine.site.url + path, {
    redirect: 'manual',
    signal: AbortSignal.timeout(6_000),
  })
  const {status, headers} = answer
  return {
    path,
    status,
    location: headers.get('location'),
    retryAfter: headers.get('retry-after'),
    body: await answer.text(),
  }
}

test('while the lake hangs addresses are answered as before, and unknown ones are told when to try again', async () => {
  const old = {_id: 'redirect-one-machine', _type: 'redirect', path: '/one-machine-before'}
  await contentClient().createOrReplace({...old, kind: 'address', href: `/${SLUG}`, permanent: true})
  await machine.announce({...old, pathBefore: null})
  const paths = [`/${SLUG}`, `/${SLUG}.md`, '/sitemap.xml', '/llms.txt', old.path]
  const before = await Promise.all(paths.map(ask))
  expect(before.map(({status}) => status)).toEqual([200, 200, 200, 200, 308])
  void machine.lake.hold()
  await publish()
  await machine.announce({...old, pathBefore: old.path})
  expect(await Promise.all(paths.map(ask))).toEqual(before)
  expect(await ask('/never-asked-for')).toMatchObject({status: 503, retryAfter: '10'})
  await contentClient().delete(old._id)
})

test('a site that starts while the lake is cut off serves what was built', async () => {
  machine.lake.cutOff()
  await machine.site.end()
  await machine.site.start()
  for (const path of ['/', '/privacy', '/pricing']) {
    const response = await fetch(machine.site.url + path)
    expect([path, response.status]).toEqual([path, 200])
    expect(await response.text()).toMatch(/<\/html>\s*$/)
  }
  const ready = await (await fetch(`${machine.site.url}/api/ready`)).json()
  expect(ready).toMatchObject({status: 'degraded', services: {lake: 'down'}})
})
