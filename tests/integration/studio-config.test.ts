import {createClient} from '@sanity/client'
import {createWorkspaceFromConfig, type SanityDocument, validateDocument, type Workspace} from 'sanity'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {deskTools} from '#sanity/desk/tools.ts'
import {createStudioConfig} from '#sanity/studio.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake
let studio: Workspace

beforeAll(async () => {
  lake = await startTestLake()
  studio = await openStudio('editor')
})

/** The Studio as a person with a role has it. */
function openStudio(role: 'administrator' | 'editor'): Promise<Workspace> {
  const config = createStudioConfig({
    projectId: lake.projectId,
    dataset: lake.dataset,
    apiHost: lake.url,
    loginUrl: `${lake.url}/local/login`,
    hostedFeatures: 'off',
    ownerDesk: 'on',
    siteUrl: 'http://localhost:3000',
  })
  const {projectId, dataset, url: apiHost} = lake
  const connection = {projectId, dataset, apiHost, useProjectHostname: false, token: lake.token(role)}
  // Only a browser finds the name that the Studio gives each project, and only a browser can sign in.
  return createWorkspaceFromConfig({
    ...config,
    currentUser: {
      id: role,
      name: role,
      email: `${role}@example.com`,
      role,
      roles: [{name: role, title: role}],
    },
    getClient: ({apiVersion}) => createClient({...connection, apiVersion, useCdn: false}),
  })
}

afterAll(() => lake.close())

beforeEach(async () => {
  await lake.client.delete({query: '*[_type in ["policy", "siteSettings"]]'})
})

const span = (text: string, marks: string[] = []) => ({_type: 'span', _key: text, text, marks})
const block = (text: string, style = 'normal') => ({
  _type: 'block',
  _key: text,
  style,
  markDefs: [],
  children: [span(text)],
})

const policy = {
  _id: 'drafts.a',
  _type: 'policy',
  title: 'Terms',
  slug: {_type: 'slug', current: 'terms'},
  lastUpdated: '2025-11-09',
  body: [block('One', 'h2'), block('words')],
}

const toolsOf = ({tools}: Workspace) => tools.map(({name}) => name)

/** What the Studio tells an editor about a document, as "level path: message". */
async function verdict(document: {_id: string; _type: string; [field: string]: unknown}): Promise<string[]> {
  const stored: SanityDocument = {
    _createdAt: '2026-01-01T00:00:00Z',
    _updatedAt: '2026-01-01T00:00:00Z',
    _rev: 'a',
    ...document,
  }
  const markers = await validateDocument({document: stored, workspace: studio})
  return markers.map(
    ({level, path, message}) =>
      `${level} ${path.map((part) => (typeof part === 'object' ? '[]' : part)).join('.')}: ${message}`,
  )
}

describe('the Studio', () => {
  test('opens with what there is to do, and has its tools', () => {
    expect(toolsOf(studio)).toEqual(['start', 'structure', 'presentation', 'pictures'])
  })

  test('has the tool for queries, and the desk of the owner, for administrators alone', async () => {
    const tools = toolsOf(await openStudio('administrator'))
    expect(tools).toEqual([
      'start',
      ...deskTools.map(({name}) => name),
      'structure',
      'presentation',
      'vision',
      'pictures',
    ])
  })

  test('begins pages from templates only', () => {
    const templates = studio.templates.filter(({schemaType}) => schemaType === 'page').map(({id}) => id)
    expect(templates).toEqual(['page-landing', 'page-text', 'page-empty'])
  })

  test('offers no way to create the site settings', () => {
    const templates = studio.templates.map(({schemaType}) => schemaType)
    expect(templates).toContain('policy')
    expect(templates).not.toContain('siteSettings')
  })
})

describe('an editor is told in plain words', () => {
  test('nothing when a policy is complete', async () => {
    expect(await verdict(policy)).toEqual([])
  })

  test('what a policy lacks', async () => {
    expect(await verdict({_id: 'drafts.a', _type: 'policy'})).toEqual(
      expect.arrayContaining([
        'error title: Give the policy a title.',
        'error body: Write the text of the policy.',
        'error slug: Give the policy an address. "Generate" makes one from the title.',
      ]),
    )
  })

  test('that an address is taken or is the site’s own', async () => {
    await lake.client.create({...policy, _id: 'b'})
    expect(await verdict(policy)).toEqual([
      'error slug: "Terms" stands at /terms already. Choose another address.',
    ])
    expect(await verdict({...policy, slug: {_type: 'slug', current: 'studio'}})).toEqual([
      'error slug: The site uses /studio itself. Choose another address.',
    ])
  })

  test('that a link is unsafe, a heading skips a level, an e-mail is incomplete', async () => {
    const unsafe = {
      ...block('here'),
      markDefs: [{_type: 'link', _key: 'l', href: 'javascript:alert(1)'}],
      children: [span('here', ['l'])],
    }
    expect(
      await verdict({...policy, contactEmail: 'me', body: [block('One', 'h2'), block('Deep', 'h4'), unsafe]}),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^error body\.\[\]\.markDefs\.\[\]\.href: Use an address that begins with https/,
        ),
        'warning body.[]: This heading skips a level. Use the next larger heading here.',
        expect.stringMatching(/^error contactEmail: Write a whole e-mail address/),
      ]),
    )
  })

  test('what an entry of the menu lacks', async () => {
    const entry = (fields: object) => ({
      _type: 'siteLink',
      _key: JSON.stringify(fields),
      label: 'A',
      ...fields,
    })
    const settings = {_id: 'siteSettings', _type: 'siteSettings', name: 'Site'}
    const elsewhere = entry({kind: 'address', href: 'https://example.com/'})
    expect(await verdict({...settings, navigation: [elsewhere]})).toEqual([])
    expect(await verdict({...settings, navigation: [entry({kind: 'address', href: '/nothing'})]})).toEqual([
      'error navigation.[].href: Visitors find nothing at /nothing. Check the spelling, or publish that page first.',
    ])
    expect(
      await verdict({...settings, navigation: [entry({kind: 'document'}), entry({kind: 'address'})]}),
    ).toEqual([
      'error navigation.[].document: Choose the page that the link leads to.',
      'error navigation.[].href: Say where the link leads.',
    ])
  })
})
