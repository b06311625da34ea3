import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {policyText} from '#lib/import/store.ts'
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

const paragraph = (text: string) => ({
  _type: 'block',
  _key: text,
  style: 'normal',
  markDefs: [],
  children: [{_type: 'span', _key: 's', text, marks: []}],
})

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

  test('a changed file and an editor’s unpublished words are brought together', async () => {
    await importText(owners)
    await lake.client.patch(DRAFT).set({title: 'Your privacy'}).commit()
    const changed = owners.replace('9. Contact Us', '9. Contact')
    expect(await importText(changed)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Updated the draft'),
    })
    const draft = await get(DRAFT)
    expect(draft).toMatchObject({title: 'Your privacy'})
    expect(policyText({body: draft?.body})).toContain('9. Contact')
    expect(await importText(changed, '--publish')).toMatchObject({code: 4})
  })

  test('what file and editor both changed is shown side by side, and written as the person chooses', async () => {
    await importText(owners, '--publish')
    const published = await get(PUBLISHED)
    const heading = published?.body.find(
      ({children}: {children?: {text?: string}[]}) => children?.[0]?.text === '9. Contact Us',
    )
    const place = `body[_key == "${heading._key}"].children[0].text`
    await lake.client
      .patch(PUBLISHED)
      .set({[place]: '9. Write to us'})
      .append('body', [paragraph('Added.')])
      .commit()
    const changed = owners.replace('9. Contact Us', '9. Reach us').replace('5. Cookies', '5. All cookies')
    const {code, out} = await importText(changed)
    expect(code).toBe(4)
    expect(out).toMatch(/9\. Write to us\s+│\s+9\. Reach us/)
    expect(await get(DRAFT)).toBeUndefined()

    expect(await importText(changed, '--ours')).toMatchObject({code: 0})
    const words = async () => policyText({body: (await get(DRAFT))?.body})
    expect(await words()).toEqual(expect.arrayContaining(['9. Write to us', '5. All cookies', 'Added.']))
    await lake.client.delete(DRAFT)
    expect(await importText(changed, '--theirs')).toMatchObject({code: 0})
    expect(await words()).toEqual(expect.arrayContaining(['9. Reach us', '5. All cookies', 'Added.']))
  })

  test('a file that takes most words away is published only when that is meant', async () => {
    await importText(owners, '--publish')
    const published = await get(PUBLISHED)
    const short = owners.slice(0, owners.indexOf('**2.'))
    expect(await importText(short, '--publish')).toMatchObject({
      code: 4,
      out: expect.stringMatching(/take away \d\d of 100 words[\s\S]*--yes/),
    })
    expect(await get(PUBLISHED)).toEqual(published)
    expect(await importText(short, '--publish', '--yes')).toMatchObject({code: 0})
    expect(await importText('---\ntitle: Privacy Policy\n---\n', '--publish', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no words'),
    })
  })

  test('what a template left open is imported as a draft with a note, and not published', async () => {
    const open = `${owners}\nWrite to [Company Name].\n`
    expect(await importText(open, '--publish')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/line \d+: \[Company Name\][\s\S]*Nothing was written or published/),
    })
    expect(await get(DRAFT)).toBeUndefined()
    expect(await importText(open)).toMatchObject({code: 0})
    expect(await get(DRAFT)).toMatchObject({editorNote: expect.stringContaining('[Company Name]')})
  })

  test('a file without a date becomes a draft with a note, and --date gives one', async () => {
    const undated = owners.replace(/^\*\*Last Updated.*$/m, '')
    expect(await importText(undated, '--publish')).toMatchObject({
      code: 1,
      out: expect.stringContaining('says no date'),
    })
    expect(await importText(undated)).toMatchObject({code: 0})
    expect(await get(DRAFT)).toMatchObject({editorNote: expect.stringContaining('says no date')})
    expect(await importText(undated, '--date', '2023-01-06', '--slug', 'dated', '--publish')).toMatchObject({
      code: 0,
    })
    expect(await get('policy-dated')).toMatchObject({lastUpdated: '2023-01-06'})
  })

  test('--check writes nothing, --report writes what was found, and a folder is read file by file', async () => {
    const texts = await mkdtemp(join(tmpdir(), 'texts-'))
    await writeFile(
      join(texts, 'cookie-policy.md'),
      '# Cookies\n\nUpdated on May 2, 2023.\n\n***\n\nWords.\n',
    )
    await writeFile(
      join(texts, 'terms.html'),
      '<html><head><title>T</title></head><body><main><h1>Our terms</h1><p>As of 2 May 2023.</p></main></body></html>',
    )
    const report = join(texts, 'report.json')
    expect(await importFile(texts, ['--check', '--report', report])).toMatchObject({code: 0})
    expect(await lake.client.fetch('count(*[_type == "policy"])')).toBe(0)
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject([
      {
        slug: 'cookie-policy',
        title: 'Cookies',
        lastUpdated: '2023-05-02',
        findings: [{severity: 'note', line: 5}],
      },
      {slug: 'terms', title: 'Our terms', lastUpdated: '2023-05-02'},
    ])
    expect(await importFile(texts, ['--publish'])).toMatchObject({code: 0})
    expect(await get('policy-cookie-policy')).toMatchObject({slug: {current: 'cookie-policy'}})
    await rm(texts, {recursive: true})
  })

  test('links of the old site become absolute, or what a map says; else each is named', async () => {
    const file = `${owners}\nSee [a](../a.md), [b](/b) and [terms](terms.md#pay).\n`
    await importText('# Terms\n\nAs of May 2, 2023.\n\nWords.', '--slug', 'terms', '--publish')
    const links = async () => (await get(DRAFT))?.body.at(-1).markDefs.map(({href}: {href: string}) => href)
    expect((await importText(file)).out).toMatch(/\.\.\/a\.md[\s\S]*\/b/)
    expect(await links()).toEqual(['../a.md', '/b', '/terms#pay'])
    await lake.client.delete(DRAFT)
    await writeFile(join(folder, 'map.txt'), '../a.md /pricing\n')
    await importText(file, '--base', 'https://old.example/legal/', '--map', join(folder, 'map.txt'))
    expect(await links()).toEqual([
      '/pricing',
      'https://old.example/b',
      'https://old.example/legal/terms.md#pay',
    ])
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

  test('a table is kept, and a part that an editor added stays', async () => {
    const file = `${owners}\n| What | When |\n|---|---|\n| Logs | 1 year |\n`
    await importText(file, '--publish')
    const published = await get(PUBLISHED)
    expect(policyText({body: published?.body}).slice(-2)).toEqual(['What | When', 'Logs | 1 year'])
    await lake.client
      .patch(PUBLISHED)
      .append('body', [{_type: 'callout', _key: 'c', label: 'Note', text: []}])
      .commit()
    expect(await importText(file.replace('1 year', '2 years'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('Kept 1 part that only the Studio has'),
    })
    expect(policyText({body: (await get(DRAFT))?.body}).slice(-2)).toEqual(['Logs | 2 years', 'Note'])
  })

  test('a file with what cannot be kept writes nothing and names it with its line', async () => {
    const {code, err} = await importText(`${owners}\n<iframe src="https://x.example"></iframe>\n`)
    expect(code).toBe(1)
    expect(err).toMatch(/A frame shows another site[\s\S]*line \d+: <iframe>/)
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
