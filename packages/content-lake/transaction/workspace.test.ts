import {describe, expect, it} from 'vitest'
import type {LakeDocument} from '../contracts.ts'
import {RefusedError} from '../errors.ts'
import {Workspace} from './workspace.ts'

const THEN = '2026-01-01T00:00:00.000Z'
const NOW = '2026-02-02T00:00:00.000Z'

const note = (id: string, attributes: Record<string, unknown> = {}): LakeDocument => ({
  _id: id,
  _type: 'note',
  _rev: 'r1',
  _createdAt: THEN,
  _updatedAt: THEN,
  ...attributes,
})

function workspaceOf(documents: LakeDocument[], autoGenerateArrayKeys = false): Workspace {
  const base = new Map(documents.map((document) => [document._id, document]))
  return new Workspace(base, {timestamp: NOW, autoGenerateArrayKeys})
}

function refusal(work: () => void): RefusedError {
  try {
    work()
  } catch (error) {
    if (error instanceof RefusedError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('creating', () => {
  it('sets the times, and keeps those that a client gives', () => {
    const workspace = workspaceOf([])
    workspace.create({_id: 'a', _type: 'note', _rev: 'ignored'})
    workspace.create({_id: 'b', _type: 'note', _createdAt: THEN, _updatedAt: 'yesterday'})
    expect(workspace.changes('t').map(({after}) => after)).toEqual([
      {_id: 'a', _type: 'note', _rev: 't', _createdAt: NOW, _updatedAt: NOW},
      {_id: 'b', _type: 'note', _rev: 't', _createdAt: THEN, _updatedAt: NOW},
    ])
  })

  it('refuses an id that is taken, also by this transaction', () => {
    const workspace = workspaceOf([note('a')])
    expect(refusal(() => workspace.create({_id: 'a', _type: 'note'})).status).toBe(409)
    workspace.create({_id: 'b', _type: 'note'})
    expect(refusal(() => workspace.create({_id: 'b', _type: 'note'})).detail.type).toBe(
      'documentAlreadyExistsError',
    )
  })

  it('replaces everything but the time of creation', () => {
    const workspace = workspaceOf([note('a', {old: true})])
    workspace.createOrReplace({_id: 'a', _type: 'memo'})
    expect(workspace.get('a')).toMatchObject({_type: 'memo', _createdAt: THEN, _updatedAt: NOW})
    expect(workspace.get('a')).not.toHaveProperty('old')
  })

  it('leaves a document that exists unchanged when it is asked to', () => {
    const workspace = workspaceOf([note('a')])
    workspace.createIfNotExists({_id: 'a', _type: 'memo'})
    expect(workspace.touched).toEqual([{id: 'a', operation: 'none'}])
    expect(workspace.changes('t')).toEqual([])
  })

  it.each([
    ['a.-b', {}],
    ['a', {'two words': 1}],
    ['a', {deep: {'': 1}}],
    ['a', {list: [{'a.b': 1}]}],
  ])('refuses the id %s with %j', (id, attributes) => {
    expect(refusal(() => workspaceOf([]).create({_id: id, _type: 'note', ...attributes})).status).toBe(400)
  })
})

describe('patching', () => {
  it('does not change the committed document itself', () => {
    const original = note('a', {list: [{_key: 'x', n: 1}], text: 'old'})
    const copy = structuredClone(original)
    const workspace = workspaceOf([original])
    workspace.patch('a', {set: {text: 'new', 'list[_key=="x"].n': 2}, unset: ['nothing']})
    workspace.patch('a', {unset: ['_no_such_attribute']})
    expect(original).toEqual(copy)
    expect(workspace.get('a')).toMatchObject({text: 'new', list: [{_key: 'x', n: 2}], _updatedAt: NOW})
  })

  it('compares the revision that is expected with the committed one', () => {
    const workspace = workspaceOf([note('a')])
    workspace.patch('a', {set: {n: 1}, ifRevisionID: 'r1'})
    workspace.patch('a', {set: {n: 2}, ifRevisionID: 'r1'})
    expect(refusal(() => workspace.patch('a', {set: {n: 3}, ifRevisionID: 'r0'})).detail).toMatchObject({
      currentRevisionID: 'r1',
      expectedRevisionID: 'r0',
    })
  })

  it.each(['_id', '_type'])('refuses to change %s', (name) => {
    expect(refusal(() => workspaceOf([note('a')]).patch('a', {set: {[name]: 'other'}})).status).toBe(400)
  })

  it('does not let a client set the lake’s own attributes', () => {
    const workspace = workspaceOf([note('a')])
    workspace.patch('a', {set: {_createdAt: 'x', _updatedAt: 'x', _rev: 'x'}})
    expect(workspace.changes('t')[0]?.after).toMatchObject({_createdAt: THEN, _updatedAt: NOW, _rev: 't'})
  })

  it('refuses paths that cannot be read and documents that do not exist', () => {
    const workspace = workspaceOf([note('a')])
    expect(refusal(() => workspace.patch('a', {set: {'a[[': 1}})).status).toBe(400)
    expect(refusal(() => workspace.patch('b', {set: {a: 1}})).status).toBe(404)
  })

  it('replaces nothing when there is nothing at the path', () => {
    const workspace = workspaceOf([note('a', {list: [{_key: 'x'}]})])
    workspace.patch('a', {insert: {replace: 'list[_key=="gone"]', items: [{_key: 'y'}]}})
    expect(workspace.get('a')?.list).toEqual([{_key: 'x'}])
    workspace.patch('a', {
      set: {list: [1, 2, 3]},
      insert: {replace: 'list[0:2]', items: ['new']},
      unset: ['other'],
    })
    expect(workspace.get('a')?.list).toEqual(['new', 3])
  })

  it.each(['set', 'setIfMissing'] as const)('%s changes nothing where a selector matches nothing', (set) => {
    const block = {_key: 'a', _type: 'block'}
    for (const attributes of [{}, {body: null}, {body: [block]}, {body: 'text'}]) {
      const workspace = workspaceOf([note('a', attributes)])
      const values = {
        'body[_key=="a"].children[_key=="s"].text': 'typed',
        'body[0:].children[0].text': 'typed',
        'list[0]': 'x',
        'deep[\'in-side\'][_key=="["].n': 1,
      }
      workspace.patch('a', {[set]: values})
      const {_updatedAt, ...after} = workspace.get('a') ?? note('none')
      const {_updatedAt: _before, ...before} = note('a', attributes)
      expect(after).toEqual(before)
    }
  })

  it('keeps later inserts after a set that found no array', () => {
    const workspace = workspaceOf([note('a')])
    workspace.patch('a', {set: {'body[_key=="a"].text': 'typed'}})
    workspace.patch('a', {setIfMissing: {body: []}, insert: {after: 'body[-1]', items: [{_key: 'n'}]}})
    expect(workspace.get('a')?.body).toEqual([{_key: 'n'}])
  })

  it('sets every match of a selector, and matches in values that were set before', () => {
    const rows = [{_key: 'r', cells: [{_key: 'c'}]}, {_key: 's'}, {_key: 't', cells: [{_key: 'c'}]}]
    const workspace = workspaceOf([note('a', {rows, 'in-side': {list: [1]}, words: []})])
    workspace.patch('a', {
      setIfMissing: {more: [{_key: 'm'}]},
      set: {
        'rows[0:].cells[_key=="c"].n': 1,
        "['in-side'].list[0]": 2,
        'more[_key=="m"].deep.n': 3,
        'words[0]': 'first',
        plain: {},
        'plain.n': 4,
      },
    })
    expect(workspace.get('a')).toMatchObject({
      rows: [{cells: [{n: 1}]}, {_key: 's'}, {cells: [{n: 1}]}],
      'in-side': {list: [2]},
      more: [{_key: 'm', deep: {n: 3}}],
      words: ['first'],
      plain: {n: 4},
    })
    expect(workspace.get('a')?.rows).toHaveProperty([1], {_key: 's'})
  })

  it('merges objects into objects', () => {
    const workspace = workspaceOf([note('a', {seo: {title: 'T', words: [1]}})])
    workspace.patch('a', {merge: {seo: {words: [2], more: true}, n: 1}})
    expect(workspace.get('a')).toMatchObject({seo: {title: 'T', words: [2], more: true}, n: 1})
  })

  it('gives keys to the objects of arrays when it is asked to', () => {
    const workspace = workspaceOf([note('a', {list: []})], true)
    workspace.patch('a', {insert: {after: 'list[-1]', items: [{n: 1}, {_key: 'own'}, 'text']}})
    workspace.create({_id: 'b', _type: 'note', list: [{inner: [{}]}]})
    const key = expect.stringMatching(/^[0-9a-f]{12}$/)
    expect(workspace.get('a')?.list).toEqual([{_key: key, n: 1}, {_key: 'own'}, 'text'])
    expect(workspace.get('b')?.list).toEqual([{_key: key, inner: [{_key: key}]}])
  })
})

it('has no change of a document that was created and deleted', () => {
  const workspace = workspaceOf([note('a')])
  workspace.create({_id: 'b', _type: 'note'})
  workspace.delete('b')
  workspace.delete('a')
  workspace.delete('never')
  expect(workspace.ids()).toEqual([])
  expect(workspace.changes('t')).toMatchObject([{id: 'a', after: null, effect: {apply: [0, null]}}])
})
