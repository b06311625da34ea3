import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake

beforeAll(async () => {
  lake = await RunningLake.start()
})
afterAll(() => lake.remove())

describe('what the Studio remembers of a user', () => {
  const path = '/users/me/keyvalue'

  it('is kept apart for each, and over a restart', async () => {
    const json = [{key: 'studio.sort', value: {by: 'title'}}]
    const {body} = await lake.call(path, {method: 'PUT', as: 'editor', json})
    expect(body).toMatchObject(json)
    expect((await lake.call(`${path}/studio.sort`, {as: 'viewer'})).body).toEqual([])
    await lake.stop()
    await lake.start()
    expect((await lake.call(`${path}/studio.sort,unknown`, {as: 'editor'})).body).toMatchObject(json)
  })

  it('is nothing for anonymous callers, and must be well formed', async () => {
    expect((await lake.call(`${path}/a`)).status).toBe(401)
    expect((await lake.call(path, {method: 'PUT', as: 'editor', json: {key: 'a'}})).status).toBe(400)
  })
})

describe('the project', () => {
  it('is described to people who are signed in', async () => {
    expect((await lake.call('/projects/local')).status).toBe(401)
    const {body} = await lake.call('/projects/local', {as: 'viewer'})
    expect(body).toMatchObject({
      id: 'local',
      members: [{role: 'administrator'}, {role: 'editor'}, {role: 'viewer'}],
    })
    expect((await lake.call('/projects/other', {as: 'viewer'})).status).toBe(404)
  })

  it('grants a viewer reading, and an editor writing too', async () => {
    const path = '/projects/local/datasets/production/acl'
    expect((await lake.call(path, {as: 'viewer'})).body).toEqual([
      {filter: '_id in path("**")', permissions: ['read', 'history']},
    ])
    expect((await lake.call(path, {as: 'editor'})).body).toMatchObject([
      {permissions: expect.arrayContaining(['update', 'create'])},
    ])
  })

  it('has profiles of its people, one or several', async () => {
    const {body} = await lake.call('/users/me', {as: 'editor'})
    const id = String(Object(body).id)
    expect((await lake.call(`/users/${id}`, {as: 'viewer'})).body).toMatchObject({
      id,
      displayName: 'Local Editor',
    })
    expect((await lake.call(`/users/${id},nobody`, {as: 'viewer'})).body).toMatchObject([{id}])
    expect((await lake.call('/users/nobody', {as: 'viewer'})).status).toBe(404)
  })
})

it.each([
  ['/journey/document-limit', 204, ''],
  ['/journey/announcements', 200, []],
  ['/journey/trial', 200, {}],
  ['/intake/telemetry-status', 200, {status: 'denied'}],
  ['/features', 200, []],
  ['/data/references/production/documents/a/to', 200, {totalCount: 0, references: []}],
])('answers %s as a project without that service', async (path, status, body) => {
  const answer = await lake.call(path, {as: 'editor'})
  expect([answer.status, answer.body]).toEqual([status, body])
})
