import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {policyText} from '#lib/format/policy-text.ts'
import {importPolicy} from '#scripts/content/import-policy.ts'
import {seed} from '#scripts/content/seed.ts'
import {type Ended, runHere, runScript} from '#tests/support/commands.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

const OWNERS_FILE = join(import.meta.dirname, '..', '..', 'sanity', 'seed', 'privacy-policy.md')
const PUBLISHED = 'policy-privacy'
const DRAFT = `drafts.${PUBLISHED}`

let lake: TestLake
let folder: string
let owners: string

beforeAll(async () => {
  lake = await startTestLake()
  folder = await mkdtemp(join(tmpdir(), 'policies-'))
  owners = await readFile(OWNERS_FILE, 'utf8')
})

afterAll(async () => {
  await lake.close()
  await rm(folder, {recursive: true})
})

beforeEach(async () => {
  await lake.client.delete({query: '*[!(_type match "system.*")]'})
})

async function importText(markdown: string | Uint8Array, ...options: string[]): Promise<Ended> {
  const file = join(folder, 'policy.md')
  await writeFile(file, markdown)
  return importFile(file, options)
}

const importFile = (file: string, options: readonly string[], env: Record<string, string> = {}) =>
  runHere((surroundings) => importPolicy([file, ...options], surroundings), {...lake.env, ...env})

const get = (id: string) => lake.client.getDocument(id)

describe('importing a policy', () => {
  test('the first time makes a draft, and --publish publishes it', async () => {
    expect(await importText(owners)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Created the draft of /privacy'),
    })
    expect(await get(PUBLISHED)).toBeUndefined()
    expect(await get(DRAFT)).toMatchObject({
      title: 'Privacy Policy',
      lastUpdated: '2025-11-09',
      slug: {current: 'privacy'},
    })

    expect(await importText(owners, '--publish')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Published'),
    })
    expect(await get(DRAFT)).toBeUndefined()
    expect(await get(PUBLISHED)).toMatchObject({title: 'Privacy Policy'})
  })

  test('a second time changes nothing, not even a revision', async () => {
    await importText(owners, '--publish')
    const before = await get(PUBLISHED)
    expect(await importText(owners)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing to write'),
    })
    expect(await importText(owners, '--publish')).toMatchObject({code: 0})
    expect(await get(PUBLISHED)).toEqual(before)
    expect(await get(DRAFT)).toBeUndefined()
  })

  test('a changed file updates the draft only, keeps other fields and untouched blocks, and says what changed', async () => {
    await importText(owners, '--publish')
    await lake.client
      .patch(PUBLISHED)
      .set({summary: 'Ours.', contactEmail: 'a@example.com', editorNote: 'Ask.'})
      .commit()
    const published = await get(PUBLISHED)

    const changed = owners.replace('email address below', 'address below')
    const {code, out} = await importText(changed)
    expect({code, out}).toEqual({
      code: 0,
      out: expect.stringMatching(/~ text: .*email address below.* → .*address below/),
    })
    expect(await get(PUBLISHED)).toEqual(published)

    const draft = await get(DRAFT)
    expect(draft).toMatchObject({summary: 'Ours.', contactEmail: 'a@example.com', editorNote: 'Ask.'})
    const differing = draft?.body.filter((block: unknown, index: number) => {
      return JSON.stringify(block) !== JSON.stringify(published?.body[index])
    })
    expect(differing).toHaveLength(1)
    expect(draft?.body.map(({_key}: {_key: string}) => _key)).toEqual(
      published?.body.map(({_key}: {_key: string}) => _key),
    )
  })

  test('an editor’s words stay when the file is the same', async () => {
    await importText(owners, '--publish')
    await lake.client.patch(PUBLISHED).set({title: 'Your privacy'}).commit()
    expect(await importText(owners)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/was edited since[\s\S]*"Your privacy" → "Privacy Policy"/),
    })
    expect(await get(DRAFT)).toBeUndefined()
  })

  test('an editor’s unpublished words are not written over unless that is asked for', async () => {
    await importText(owners)
    await lake.client.patch(DRAFT).set({title: 'Your privacy'}).commit()
    const changed = owners.replace('9. Contact Us', '9. Contact')
    expect(await importText(changed)).toMatchObject({
      code: 4,
      out: expect.stringContaining('Nothing was written'),
    })
    expect(await get(DRAFT)).toMatchObject({title: 'Your privacy'})
    expect(await importText(changed, '--replace')).toMatchObject({code: 0})
    expect(await get(DRAFT)).toMatchObject({title: 'Privacy Policy'})
  })

  test('--publish does not put an editor’s other unpublished changes on the site', async () => {
    await importText(owners, '--publish')
    const published = await get(PUBLISHED)
    await lake.client.create({
      ...published,
      _id: DRAFT,
      _type: 'policy',
      slug: {_type: 'slug', current: 'your-privacy'},
      summary: 'Half a sen',
    })
    const draft = await get(DRAFT)
    for (const file of [owners, owners.replace('9. Contact Us', '9. Contact')]) {
      expect(await importText(file, '--publish')).toMatchObject({
        code: 4,
        out: expect.stringContaining('not published (address, summary)'),
      })
    }
    expect(await get(PUBLISHED)).toEqual(published)
    expect(await get(DRAFT)).toEqual(draft)
  })

  test('--publish that leaves the site as it was does not pass for done', async () => {
    await importText(owners, '--publish')
    await lake.client.create({...(await get(PUBLISHED)), _id: DRAFT, _type: 'policy', title: 'Your privacy'})
    expect(await importText(owners, '--publish')).toMatchObject({
      code: 4,
      out: expect.stringContaining('Nothing was written or published'),
    })
    expect(await get(PUBLISHED)).toMatchObject({title: 'Privacy Policy'})
  })

  test('a policy that was edited before it was ever published is not published by its unchanged file', async () => {
    await importText(owners)
    await lake.client.patch(DRAFT).set({title: 'Your privacy'}).commit()
    expect(await importText(owners, '--publish')).toMatchObject({
      code: 4,
      out: expect.stringContaining('Nothing was written or published'),
    })
    expect(await get(PUBLISHED)).toBeUndefined()
  })

  test('a table is kept, and a part that an editor added is taken away only when that is asked for', async () => {
    const file = `${owners}\n| What | When |\n|---|---|\n| Logs | 1 year |\n`
    await importText(file, '--publish')
    const published = await get(PUBLISHED)
    expect(policyText({body: published?.body}).slice(-2)).toEqual(['What | When', 'Logs | 1 year'])

    const callout = {_type: 'callout', _key: 'c', label: 'Note', text: []}
    await lake.client
      .patch(PUBLISHED)
      .append('body', [callout, {_type: 'figure', _key: 'f'}])
      .commit()
    const changed = file.replace('1 year', '2 years')
    for (const options of [[], ['--publish']])
      expect(await importText(changed, ...options)).toMatchObject({
        code: 4,
        out: expect.stringMatching(
          /Nothing was written: [\s\S]*a call-out: "Note"\n {2}a picture\n[\s\S]*--replace/,
        ),
      })
    expect(await get(DRAFT)).toBeUndefined()
    expect(await importText(changed, '--replace')).toMatchObject({code: 0})
    expect(policyText({body: (await get(DRAFT))?.body}).at(-1)).toBe('Logs | 2 years')
  })

  test('a file with problems writes nothing and names each line', async () => {
    const {code, err} = await importText(`${owners}\n> said\n`)
    expect(code).toBe(1)
    expect(err).toMatch(/policy\.md:\d+: A quotation cannot be kept/)
    expect(await get(DRAFT)).toBeUndefined()
  })

  test('a file that is not UTF-8 writes nothing and its first foreign line is named', async () => {
    const {code, err} = await importText(Buffer.from(`${owners}\nCaf\u00e9\n`, 'latin1'))
    expect(code).toBe(1)
    expect(err).toMatch(/policy\.md:\d+: This line is not UTF-8/)
    expect(await get(DRAFT)).toBeUndefined()
  })

  test('an address may be as long as the site looks for, and no longer', async () => {
    const slug = 'a'.repeat(96)
    expect(await importText(owners, '--slug', slug)).toMatchObject({code: 0})
    expect(await get(`drafts.policy-${slug}`)).toMatchObject({slug: {current: slug}})
    expect(await importText(owners, '--slug', `${slug}a`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Use at most 96 characters.'),
    })
  })

  test.each([
    [{_type: 'page', title: 'Our word', path: '/privacy'}, '"Our word" stands at /privacy already'],
    [
      {_type: 'redirect', path: '/privacy', kind: 'address', href: '/'},
      'A redirect leads readers of /privacy',
    ],
  ])('an address where something else stands is refused: %j', async (holder, message) => {
    await lake.client.create<Record<string, unknown>>(holder)
    expect(await importText(owners, '--publish')).toMatchObject({
      code: 4,
      err: expect.stringContaining(message),
    })
    expect(await lake.client.fetch('count(*[_type == "policy"])')).toBe(0)
  })

  test('another slug makes another policy; a policy that moved is not made twice', async () => {
    await importText(owners, '--slug', 'partners', '--publish')
    expect(await get('policy-partners')).toMatchObject({slug: {current: 'partners'}})
    await lake.client
      .patch('policy-partners')
      .set({slug: {_type: 'slug', current: 'allies'}})
      .commit()
    expect(await importText(owners, '--slug', 'partners')).toMatchObject({
      code: 4,
      err: expect.stringContaining('/allies'),
    })
    expect(await importText(owners, '--slug', 'allies')).toMatchObject({code: 0})
    expect(await lake.client.fetch('count(*[_type == "policy"])')).toBe(1)
  })
})

test.each([
  ['a wrong slug', ['--slug', 'Studio'], {}, 2, /small letters/],
  ['a reserved slug', ['--slug', 'api'], {}, 2, /uses \/api itself/],
  ['an unknown token', [], {SANITY_WRITE_TOKEN: 'sk-nobody'}, 3, /Check SANITY_WRITE_TOKEN/],
  ['a lake that is not there', [], {SANITY_API_HOST: 'http://lake.invalid'}, 3, /does not answer/],
  ['a missing variable', [], {SANITY_DATASET: ''}, 2, /SANITY_DATASET is not set/],
])('%s ends with a message and a code of its own', async (_name, options, env, code, message) => {
  expect(await importFile(OWNERS_FILE, options, env)).toMatchObject({
    code,
    err: expect.stringMatching(message),
  })
})

test.each([
  ['that does its work', [OWNERS_FILE], 0, 'out', /Created the draft of \/privacy/],
  ['without a file', [], 2, 'err', /missing required argument/],
] as const)('a command %s says so to the shell', async (_name, args, code, stream, message) => {
  const ended = await runScript('import-policy.ts', args, lake.env)
  expect(ended).toMatchObject({code, [stream]: expect.stringMatching(message)})
})

test('a person who may only read is told so', async () => {
  const ended = await importFile(OWNERS_FILE, [], {SANITY_WRITE_TOKEN: lake.token('viewer')})
  expect(ended).toMatchObject({code: 3, err: expect.stringContaining('needs the role Editor')})
})

describe('seeding', () => {
  test('gives an empty dataset the policy as the file has it, and settings that link to it', async () => {
    expect(await runScript('seed.ts', [], lake.env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Seeded'),
    })
    const policy = await get(PUBLISHED)
    expect(policyText({lastUpdated: policy?.lastUpdated, body: policy?.body})).toHaveLength(35)
    expect(policy).toMatchObject({
      slug: {current: 'privacy'},
      editorNote: expect.stringContaining('section 9'),
    })
    const links = await lake.client.fetch(
      '*[_id == "siteSettings"][0].footerColumns[].links[]{"to": document->slug.current}',
    )
    expect(links).toContainEqual({to: 'privacy'})
    expect(await importText(owners)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing to write'),
    })
  })

  test('leaves content alone that is there', async () => {
    await importText(owners)
    expect(await runHere(seed, lake.env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing to do'),
    })
    expect(await get(PUBLISHED)).toBeUndefined()
    expect(await get('page-home')).toBeUndefined()
  })

  test('brings in terms that wait for the owner and say that the governing law is open', async () => {
    await runHere(seed, lake.env)
    expect(await get('policy-terms')).toMatchObject({
      lastUpdated: '2025-11-09',
      editorNote: expect.stringMatching(/^Awaiting the owner’s approval/),
    })
    const policy = await get('policy-terms')
    expect(policyText({body: policy?.body})).toContain(
      'The law that governs these terms is not yet set. It will be stated here, with a new "Last Updated" date, once it is.',
    )
  })
})
