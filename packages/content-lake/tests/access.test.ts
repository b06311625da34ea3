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
  ] as const)('to %s as %s is answered with %i', async (call, caller, status) => {
    expect(await statusOf(CALLS[call]?.(caller) ?? Promise.reject(new Error(call)))).toBe(status)
  })

  test('a wrong token is refused even where none is needed', async () => {
    const client = lake.client('anonymous', {token: 'guessed'})
    expect(await statusOf(client.fetch('*'))).toBe(401)
  })

  test('tokens stay the same after a restart', async () => {
    await lake.restart()
    expect(await statusOf(lake.client('editor').patch('a').inc({count: 1}).commit())).toBe(200)
  })
})

describe('the project', () => {
  test('tells who is asking', async () => {
    const me = await lake.client('editor').users.getById('me')
    expect(me).toMatchObject({id: lake.person('editor').id, role: 'editor', roles: [{name: 'editor'}]})
  })

  test('describes itself and its members', async () => {
    const project = await lake.client('viewer').projects.getById(PROJECT_ID)
    expect(project).toMatchObject({id: PROJECT_ID, displayName: expect.any(String)})
    expect(project.members.map(({id}) => id)).toContain(lake.person('administrator').id)
  })

  test('lists datasets; one comes to be with the first write to it', async () => {
    const client = lake.client('editor', {dataset: 'staging'})
    expect(await statusOf(client.fetch('*'))).toBe(404)
    await client.create({_type: 'note'})
    expect((await client.datasets.list()).map(({name}) => name).toSorted()).toEqual(['production', 'staging'])
    expect(await client.fetch('count(*[_type == "note"])')).toBe(1)
  })

  test('a reader cannot make a dataset', async () => {
    const statuses = ['viewer', 'anonymous'] as const
    for (const caller of statuses) {
      const client = lake.client(caller, {dataset: 'mine'})
      expect(await statusOf(client.create({_type: 'note'}))).toBeGreaterThanOrEqual(401)
    }
    expect((await lake.client('viewer').datasets.list()).map(({name}) => name)).not.toContain('mine')
  })
})
