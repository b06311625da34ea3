import {ClientError} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Caller, PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeAll(async () => {
  lake = await RestartableLake.start()
  await lake.client('editor').create({_id: 'a', _type: 'note', count: 0})
})

afterAll(() => lake.remove())

/** The HTTP status that a call ends with; 200 when it succeeds. */
const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof ClientError) return error.statusCode
      throw error
    },
  )

const CALLS: Record<string, (caller: Caller) => Promise<unknown>> = {
  read: (caller) => lake.client(caller).fetch('*[_id == "a"]'),
  write: (caller) => lake.client(caller).patch('a').inc({count: 1}).commit(),
  act: (caller) =>
    lake.client(caller).action({
      actionType: 'sanity.action.document.edit',
      draftId: 'drafts.a',
      publishedId: 'a',
      patch: {set: {text: 'edited'}},
    }),
  upload: (caller) =>
    lake.client(caller).assets.upload('file', Buffer.from('words'), {filename: 'words.txt'}),
  'read webhooks': (caller) => lake.client(caller).request({url: `/hooks/projects/${PROJECT_ID}`}),
}

describe('roles', () => {
  test.each([
    ['read', 'anonymous', 200],
    ['read', 'viewer', 200],
    ['write', 'anonymous', 401],
    ['write', 'viewer', 403],
    ['write', 'editor', 200],
    ['write', 'administrator', 200],
    ['act', 'anonymous', 401],
    ['act', 'viewer', 403],
    ['act', 'editor', 200],
    ['upload', 'anonymous', 401],
    ['upload', 'viewer', 403],
    ['upload', 'editor', 200],
    ['read webhooks', 'viewer', 403],
    ['read webhooks', 'editor', 403],
    ['read webhooks', 'administrator', 200],
  ] as const)('to %s as %s ends with %i', async (call, caller, status) => {
    expect(await statusOf(CALLS[call]?.(caller) ?? Promise.reject(new Error(call)))).toBe(status)
  })

  test('a wrong token is refused where no token would be accepted', async () => {
    const client = lake.client('anonymous', {token: 'guessed'})
    expect(await statusOf(client.fetch('*'))).toBe(401)
  })

  test('tokens stay the same after a restart', async () => {
    await lake.restart()
    expect(await statusOf(lake.client('editor').patch('a').inc({count: 1}).commit())).toBe(200)
  })
})

describe('the project', () => {
  test('describes the user who asks', async () => {
    const me = await lake.client('editor').users.getById('me')
    expect(me).toMatchObject({id: lake.person('editor').id, role: 'editor', roles: [{name: 'editor'}]})
  })

  test('describes itself and its members', async () => {
    const project = await lake.client('viewer').projects.getById(PROJECT_ID)
    expect(project).toMatchObject({id: PROJECT_ID, displayName: expect.any(String)})
    expect(project.members.map(({id}) => id)).toContain(lake.person('administrator').id)
  })

  test('lists its datasets, which the first write to each makes', async () => {
    const client = lake.client('editor', {dataset: 'staging'})
    expect(await statusOf(client.fetch('*'))).toBe(404)
    await client.create({_type: 'note'})
    expect((await client.datasets.list()).map(({name}) => name).toSorted()).toEqual(['production', 'staging'])
    expect(await client.fetch('count(*[_type == "note"])')).toBe(1)
  })

  test('does not let viewers and anonymous callers make a dataset', async () => {
    for (const caller of ['viewer', 'anonymous'] as const) {
      const client = lake.client(caller, {dataset: 'mine'})
      expect(await statusOf(client.create({_type: 'note'}))).toBeGreaterThanOrEqual(401)
    }
    expect((await lake.client('viewer').datasets.list()).map(({name}) => name)).not.toContain('mine')
  })
})

describe('services that the lake does not have', () => {
  test.each([
    ['/aliases', []],
    ['/apis/graphql', []],
    [`/invitations/project/${PROJECT_ID}`, []],
    [`/projects/${PROJECT_ID}/cors`, []],
    [`/projects/${PROJECT_ID}/tokens`, []],
    [`/access/project/${PROJECT_ID}/robots`, {data: []}],
    [`/projects/${PROJECT_ID}/datasets/production/backups`, {backups: []}],
    ['/assist/tasks/instruction/production/status', {enabled: false}],
  ])('%s answers as for a project that never used it', async (url, expected) => {
    expect(await lake.client('viewer').request({url})).toMatchObject(expected)
  })

  test('lists of a project are for its members', async () => {
    expect((await lake.call(`/projects/${PROJECT_ID}/tokens`)).status).toBe(401)
  })

  test('a Studio that offers its schema is asked for nothing more', async () => {
    const json = {descriptorId: 'a', contextKey: 'dataset:local:production'}
    const {body} = await lake.call('/descriptors/claim', {method: 'POST', as: 'editor', json})
    expect(body).toEqual({synchronization: {type: 'complete'}})
  })

  test('embeddings are off', async () => {
    expect(await lake.client('viewer').datasets.getEmbeddingsSettings('production')).toMatchObject({
      enabled: false,
    })
  })
})

describe('values that the Studio stores for a user', () => {
  const path = '/users/me/keyvalue'

  test('are the user’s own, and survive a restart', async () => {
    const json = [{key: 'studio.sort', value: {by: 'title'}}]
    const {body} = await lake.call(path, {method: 'PUT', as: 'editor', json})
    expect(body).toMatchObject(json)
    expect((await lake.call(`${path}/studio.sort`, {as: 'viewer'})).body).toEqual([])
    await lake.restart()
    expect((await lake.call(`${path}/studio.sort,unknown`, {as: 'editor'})).body).toMatchObject(json)
  })

  test('are refused to anonymous callers, and when they are malformed', async () => {
    expect((await lake.call(`${path}/a`)).status).toBe(401)
    expect((await lake.call(path, {method: 'PUT', as: 'editor', json: {key: 'a'}})).status).toBe(400)
  })
})

describe('the project over HTTP', () => {
  test('is described to signed-in callers', async () => {
    expect((await lake.call('/projects/local')).status).toBe(401)
    const {body} = await lake.call('/projects/local', {as: 'viewer'})
    expect(body).toMatchObject({
      id: 'local',
      members: [{role: 'administrator'}, {role: 'editor'}, {role: 'viewer'}],
    })
    expect((await lake.call('/projects/other', {as: 'viewer'})).status).toBe(404)
  })

  test('grants reading to a viewer, and writing to an editor', async () => {
    const path = '/projects/local/datasets/production/acl'
    expect((await lake.call(path, {as: 'viewer'})).body).toEqual([
      {filter: '_id in path("**")', permissions: ['read', 'history']},
    ])
    expect((await lake.call(path, {as: 'editor'})).body).toMatchObject([
      {permissions: expect.arrayContaining(['update', 'create'])},
    ])
  })

  test('answers the profile of one user, or of several', async () => {
    const {body} = await lake.call('/users/me', {as: 'editor'})
    const id = String(Object(body).id)
    expect((await lake.call(`/users/${id}`, {as: 'viewer'})).body).toMatchObject({
      id,
      displayName: 'Local Editor',
    })
    expect((await lake.call(`/users/${id},unknown`, {as: 'viewer'})).body).toMatchObject([{id}])
    expect((await lake.call('/users/unknown', {as: 'viewer'})).status).toBe(404)
  })
})

test.each([
  ['/journey/document-limit', 204, ''],
  ['/journey/announcements', 200, []],
  ['/journey/trial', 200, {}],
  ['/intake/telemetry-status', 200, {status: 'denied'}],
  ['/features', 200, ['contentReleases']],
  ['/data/references/production/documents/a/to', 200, {totalCount: 0, references: []}],
])('answers %s as a project without that service', async (path, status, body) => {
  const answer = await lake.call(path, {as: 'editor'})
  expect([answer.status, answer.body]).toEqual([status, body])
})
