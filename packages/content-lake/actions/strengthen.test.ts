import {expect, it} from 'vitest'
import {strengthenReferences} from './strengthen.ts'

it('makes references as strong as the schema wants them once they are published', () => {
  const draft = {
    strong: {_type: 'reference', _ref: 'a', _weak: true, _strengthenOnPublish: {type: 'note'}},
    weak: {_type: 'reference', _ref: 'b', _weak: true, _strengthenOnPublish: {type: 'note', weak: true}},
    list: [{_key: 'k', _ref: 'c', _weak: true, _strengthenOnPublish: {type: 'note', template: {id: 'x'}}}],
    untouched: {_ref: 'd', _weak: true},
    text: 'words',
  }
  expect(strengthenReferences(draft)).toEqual({
    strong: {_type: 'reference', _ref: 'a'},
    weak: {_type: 'reference', _ref: 'b', _weak: true},
    list: [{_key: 'k', _ref: 'c'}],
    untouched: {_ref: 'd', _weak: true},
    text: 'words',
  })
})
