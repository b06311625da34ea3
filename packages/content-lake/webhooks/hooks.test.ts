import {mkdtemp, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {HookRegistry} from './hooks.ts'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hooks-'))
  path = join(directory, 'hooks.json')
})

afterEach(() => rm(directory, {recursive: true}))

const MINIMAL = {name: 'Revalidate', url: 'http://localhost:3000/api/revalidate', rule: {on: ['update']}}

describe('HookRegistry', () => {
  test('fills in defaults, and has the hook after a restart', async () => {
    const hook = await new HookRegistry(path, 'project').create(MINIMAL, 'u-creator')
    expect(hook).toMatchObject({
      type: 'document',
      projectId: 'project',
      createdByUserId: 'u-creator',
      dataset: '*',
      httpMethod: 'POST',
      includeDrafts: false,
      isDisabledByUser: false,
    })
    expect(new HookRegistry(path, 'project').all()).toEqual([hook])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('changes only the fields that are given', async () => {
    const hooks = new HookRegistry(path, 'project')
    const hook = await hooks.create({...MINIMAL, secret: 'kept'}, 'u-creator')
    const updated = await hooks.update(hook.id, {url: 'https://example.com/', id: 'forged'})
    expect(updated).toEqual({...hook, url: 'https://example.com/'})
  })

  test('removes a hook, which is not found then', async () => {
    const hooks = new HookRegistry(path, 'project')
    const {id} = await hooks.create(MINIMAL, 'u-creator')
    await hooks.remove(id)
    expect(hooks.all()).toEqual([])
    await expect(hooks.remove(id)).rejects.toMatchObject({status: 404})
  })

  test.each([
    ['url', {...MINIMAL, url: 'file:///etc/passwd'}],
    ['url', {...MINIMAL, url: 'nowhere'}],
    ['name', {...MINIMAL, name: ''}],
    ['type', {...MINIMAL, type: 'transaction'}],
    ['rule.on', {...MINIMAL, rule: {on: []}}],
    ['rule.filter', {...MINIMAL, rule: {on: ['create'], filter: '_type =='}}],
    ['rule.projection', {...MINIMAL, rule: {on: ['create'], projection: '{_id'}}],
    ['headers.x-a', {...MINIMAL, headers: {'x-a': 'b\r\nx-c: d'}}],
    ['body', 'words'],
  ])('refuses a bad %s', async (where, description) => {
    const create = new HookRegistry(path, 'project').create(description, 'u-creator')
    await expect(create).rejects.toMatchObject({status: 400, message: expect.stringContaining(`${where}: `)})
  })

  test('accepts delta functions in filter and projection', async () => {
    const rule = {
      on: ['update'],
      filter: '_type == "policy" && delta::changedAny(slug)',
      projection: '{_id, "before": before().slug.current, "operation": delta::operation()}',
    }
    expect((await new HookRegistry(path, 'project').create({...MINIMAL, rule}, 'u-creator')).rule).toEqual(
      rule,
    )
  })
})
