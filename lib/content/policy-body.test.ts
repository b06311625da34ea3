import {expect, test} from 'vitest'
import {policyBody} from './policy-body.ts'

const block = {
  _type: 'block',
  _key: 'a',
  style: 'h2',
  children: [{_type: 'span', _key: 'b', text: '1. Scope', marks: []}],
}

test('blocks and the line of the date pass, in order', () => {
  const parsed = policyBody.parse([{_type: 'lastUpdatedMarker', _key: 'm', label: 'As of'}, block])
  expect(parsed).toMatchObject([
    {_type: 'lastUpdatedMarker', label: 'As of'},
    {style: 'h2', markDefs: []},
  ])
})

test('a part that this site does not know is left out and the rest stays', () => {
  const parsed = policyBody.parse([
    {_type: 'video', _key: 'v'},
    block,
    {...block, _key: 'c', style: 'h7'},
    null,
  ])
  expect(parsed.map(({_key}) => _key)).toEqual(['a'])
})

test('tables and call-outs are kept, with nothing in the place of what they leave empty', () => {
  const table = {
    _type: 'table',
    _key: 't',
    caption: null,
    rows: [{_type: 'tableRow', _key: 'r', cells: ['a', 'b']}],
    markDefs: null,
  }
  const callout = {
    _type: 'callout',
    _key: 'c',
    label: 'Note',
    text: [{_type: 'block', _key: 'b', markDefs: null}],
  }
  expect(policyBody.parse([table, callout])).toEqual([
    {_type: 'table', _key: 't', rows: [{_type: 'tableRow', _key: 'r', cells: ['a', 'b']}]},
    {
      _type: 'callout',
      _key: 'c',
      label: 'Note',
      text: [{_type: 'block', _key: 'b', style: 'normal', children: [], markDefs: []}],
    },
  ])
})
