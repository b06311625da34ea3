import {expect, test} from 'vitest'
import {differences} from './differences.ts'
import type {Revision} from './revisions.ts'

const policy = (_id: string, _rev: string, slug: string | null): Revision => ({
  _id,
  _rev,
  _type: 'policy',
  slug,
})

test('nothing differs between two equal looks', () => {
  const look = [policy('a', '1', 'a'), policy('b', '1', null)]
  expect(differences(look, look)).toEqual([])
})

test('what was created, edited, renamed and deleted is found, and what stayed is not', () => {
  const before = [
    policy('edited', '1', 'e'),
    policy('renamed', '1', 'old'),
    policy('deleted', '1', 'd'),
    policy('same', '1', 's'),
  ]
  const after = [
    policy('edited', '2', 'e'),
    policy('renamed', '2', 'new'),
    policy('created', '1', 'c'),
    policy('same', '1', 's'),
  ]
  expect(differences(before, after)).toEqual([
    {_id: 'edited', _type: 'policy', slug: 'e', slugBefore: 'e'},
    {_id: 'renamed', _type: 'policy', slug: 'new', slugBefore: 'old'},
    {_id: 'created', _type: 'policy', slug: 'c', slugBefore: null},
    {_id: 'deleted', _type: 'policy', slug: null, slugBefore: 'd'},
  ])
})
