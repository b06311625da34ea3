import {afterAll, beforeAll, expect, test} from 'vitest'
import {z} from 'zod'
import {WEBHOOK_FILTER, WEBHOOK_PROJECTION} from '#lib/content/changes.ts'
import {syncWebhook} from '#scripts/content/webhook.ts'
import {runHere, runScript} from '#tests/support/commands.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
})

afterAll(() => lake.close())

const hooks = z.array(z.object({id: z.string(), name: z.string(), url: z.string(), dataset: z.string()}))

async function registered() {
  const response = await fetch(`${lake.url}/v2021-10-04/hooks/projects/${lake.projectId}`, {
    headers: {authorization: `Bearer ${lake.token('administrator')}`},
  })
  return hooks.parse(await response.json())
}

const variables = () => ({
  ...lake.env,
  SITE_URL: 'https://site.example',
  SANITY_WEBHOOK_SECRET: 'a secret of more than sixteen characters',
  SANITY_ADMIN_TOKEN: lake.token('administrator'),
})

const run = (env: Record<string, string> = {}) =>
  runHere((surroundings) => syncWebhook([], surroundings), {...variables(), ...env})

test('the webhook is registered once, and follows the site to another address', async () => {
  expect(await runScript('sanity-webhook.ts', [], variables())).toMatchObject({
    code: 0,
    out: expect.stringContaining('Registered'),
  })
  expect(await run()).toMatchObject({code: 0, out: expect.stringContaining('Checked')})
  const [first, ...others] = await registered()
  expect(first).toMatchObject({url: 'https://site.example/api/revalidate', dataset: lake.dataset})
  expect(others).toEqual([])

  expect(await run({SITE_URL: 'https://moved.example/'})).toMatchObject({code: 0})
  expect(await registered()).toEqual([{...first, url: 'https://moved.example/api/revalidate'}])
})

test('a token that may not manage webhooks is refused in plain words', async () => {
  const {code, err} = await run({SANITY_ADMIN_TOKEN: lake.token('editor')})
  expect(code).toBe(3)
  expect(err).toContain('SANITY_ADMIN_TOKEN')
})

test('without a token it is printed what to enter by hand, and no secret', async () => {
  const show = (env: Record<string, string>) =>
    runHere((surroundings) => syncWebhook(['--show'], surroundings), {...variables(), ...env})
  const {code, out} = await show({SANITY_ADMIN_TOKEN: ''})
  expect(code).toBe(0)
  expect(out).toContain('URL: https://site.example/api/revalidate')
  expect(out).toContain(`Filter: ${WEBHOOK_FILTER}`)
  expect(out).toContain(`Projection: ${WEBHOOK_PROJECTION}`)
  expect(out).not.toContain(variables().SANITY_WEBHOOK_SECRET)
  expect((await show({SITE_URL: ''})).code).toBe(2)
})

test('what is missing is named', async () => {
  const {code, err} = await run({SITE_URL: '', SANITY_ADMIN_TOKEN: ''})
  expect(code).toBe(2)
  expect(err).toContain('SITE_URL, SANITY_ADMIN_TOKEN')
})
