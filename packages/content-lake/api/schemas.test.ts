import type {SanityClient} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

const URL = `/projects/${PROJECT_ID}/datasets/production/schemas`

let lake: RestartableLake
let editor: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start()
  editor = lake.client('editor')
})
afterAll(() => lake.remove())

/** The body that `sanity schemas deploy` sends for a workspace. */
const deployment = (name: string, tag?: string) => ({
  schemas: [
    {
      schema: [{name: 'note', type: 'document'}],
      tag,
      version: '2025-05-01',
      workspace: {name, title: `The ${name}`},
    },
  ],
})

const deploy = (body: unknown) => editor.request({method: 'PUT', url: URL, body})
const read = (id = '') => editor.request({url: id ? `${URL}/${id}` : URL})

describe('the schemas of a dataset', () => {
  test('are stored and read back, by the id of their workspace and tag', async () => {
    await deploy(deployment('shop'))
    await deploy(deployment('shop', 'next'))
    const schemas = await read()
    expect(schemas).toMatchObject([
      {
        _id: '_.schemas.shop',
        _type: 'system.schema',
        _createdAt: expect.any(String),
        workspace: {name: 'shop', title: 'The shop'},
        version: '2025-05-01',
      },
      {_id: '_.schemas.shop.tag.next', tag: 'next'},
    ])
    expect(JSON.parse(schemas[0].schema)).toEqual([{name: 'note', type: 'document'}])
    expect(await read('_.schemas.shop.tag.next')).toMatchObject([{tag: 'next'}])
    expect(await read('_.schemas.none')).toEqual([])
  })

  test('are replaced when they are deployed again', async () => {
    await deploy(deployment('twice'))
    const [before] = await read('_.schemas.twice')
    await deploy({schemas: [{...deployment('twice').schemas[0], schema: []}]})
    const [after] = await read('_.schemas.twice')
    expect(after).toMatchObject({schema: '[]', _createdAt: before._createdAt})
    expect(after._rev).not.toBe(before._rev)
  })

  test('have ids without the characters that an id cannot have', async () => {
    await deploy(deployment('my shop.de'))
    expect(await read('_.schemas.my_shop_de')).toMatchObject([{workspace: {name: 'my shop.de'}}])
  })

  test('are deleted', async () => {
    await deploy(deployment('gone'))
    const remove = () => editor.request({method: 'DELETE', url: `${URL}/_.schemas.gone`})
    expect(await remove()).toEqual({deleted: true})
    expect(await read('_.schemas.gone')).toEqual([])
    expect(await remove()).toEqual({deleted: false})
  })

  test('are read by everyone who is signed in, and written by editors', async () => {
    const viewer = lake.client('viewer')
    expect(await viewer.request({url: URL})).toEqual(await read())
    await expect(viewer.request({method: 'PUT', url: URL, body: deployment('x')})).rejects.toThrow()
    await expect(lake.client('anonymous').request({url: URL})).rejects.toMatchObject({statusCode: 401})
  })

  test.each([
    ['a body without schemas', {}],
    ['a schema without a workspace', {schemas: [{schema: [], version: '1'}]}],
    ['a tag that an id cannot have', deployment('shop', 'a.b')],
  ])('are refused: %s', async (_what, body) => {
    await expect(deploy(body)).rejects.toMatchObject({statusCode: 400})
  })

  test('are those of the project and of an existing dataset', async () => {
    for (const url of [URL.replace(PROJECT_ID, 'other'), URL.replace('production', 'none')])
      await expect(editor.request({url})).rejects.toMatchObject({statusCode: 404})
  })

  test('are no documents that other deletions reach', async () => {
    await editor.create({_id: 'kept', _type: 'note'})
    const url = `${URL}/kept`
    expect(await editor.request({method: 'DELETE', url})).toEqual({deleted: false})
    expect(await editor.getDocument('kept')).toBeDefined()
  })
})
