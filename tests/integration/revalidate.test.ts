import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {revalidateTag} from 'next/cache'
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import {POST} from '#app/api/revalidate/route.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

// Next refuses to expire a tag outside its own server; what it is asked for is the outcome that counts here.
vi.mock('next/cache', () => ({revalidateTag: vi.fn()}))

const SECRET = 'a secret of more than sixteen characters'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'))
  const env = {...SITE_VARIABLES, NEXT_DIST_DIR: folder, SANITY_WEBHOOK_SECRET: SECRET}
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
})

afterAll(() => rm(folder, {recursive: true}))
beforeEach(() => vi.mocked(revalidateTag).mockClear())

const request = (body: string, headers: Record<string, string> = {}) =>
  new Request('https://site.example/api/revalidate', {method: 'POST', body, headers})

async function signed(body: string, secret = SECRET): Promise<Request> {
  return request(body, {[SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret)})
}

async function answer(response: Response) {
  const body: unknown = await response.json()
  return {status: response.status, body}
}

const error = (code: string) => ({error: {code, message: expect.any(String)}})
const EDIT = JSON.stringify({_id: 'p', _type: 'policy', _rev: '1', slug: 'privacy', slugBefore: 'privacy'})

test('a signed edit expires the type and the document at once, and the answer says so', async () => {
  expect(await answer(await POST(await signed(EDIT)))).toEqual({
    status: 200,
    body: {revalidated: ['policy', 'policy:privacy']},
  })
  expect(vi.mocked(revalidateTag).mock.calls).toEqual([
    ['policy', {expire: 0}],
    ['policy:privacy', {expire: 0}],
  ])
})

test('a type that no page is made of is answered well and expires nothing', async () => {
  const body = JSON.stringify({_id: 'i', _type: 'sanity.imageAsset'})
  expect(await answer(await POST(await signed(body)))).toEqual({
    status: 200,
    body: {revalidated: [], ignored: 'sanity.imageAsset'},
  })
  expect(revalidateTag).not.toHaveBeenCalled()
})

describe('refused, and nothing expires:', () => {
  test.each([
    ['without a signature', async () => request(EDIT), 401, 'unsigned'],
    ['signed with another secret', () => signed(EDIT, 'another secret, just as long'), 401, 'bad_signature'],
    [
      'another body under a good signature',
      async () => request(`${EDIT} `, Object.fromEntries((await signed(EDIT)).headers)),
      401,
      'bad_signature',
    ],
    [
      'a signature that is none',
      async () => request(EDIT, {[SIGNATURE_HEADER_NAME]: 'yes'}),
      401,
      'bad_signature',
    ],
    ['an empty body', async () => request('', {[SIGNATURE_HEADER_NAME]: 't=1,v1=x'}), 401, 'bad_signature'],
    ['larger than 64 KB', () => signed(JSON.stringify({_id: 'x'.repeat(70_000)})), 413, 'too_large'],
    ['not JSON', () => signed('{'), 400, 'not_json'],
    ['without a type', () => signed('{"_id": "p"}'), 400, 'malformed'],
    ['a slug that is no text', () => signed('{"_id": "p", "_type": "policy", "slug": {}}'), 400, 'malformed'],
    [
      'a slug longer than a tag may be',
      () => signed(JSON.stringify({_id: 'p', _type: 'policy', slug: 'x'.repeat(300)})),
      400,
      'malformed',
    ],
  ])('%s', async (_, make, status, code) => {
    expect(await answer(await POST(await make()))).toEqual({status, body: error(code)})
    expect(revalidateTag).not.toHaveBeenCalled()
  })
})
