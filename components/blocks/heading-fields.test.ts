import {expect, test} from 'vitest'
import {neededUnlessEmpty} from './heading-fields.ts'

const validate = neededUnlessEmpty('Write it.')

/** What the rule says of a field of a block. */
const said = (parent: object, value?: unknown) => validate(value, {parent})

const blank = {_type: 'block', _key: 'b', style: 'normal', children: [{_type: 'span', _key: 's', text: ' '}]}

test.each([
  ['as a template lays it out', {_type: 'hero', _key: 'opening'}],
  ['with choices of how it looks', {_type: 'textWithPicture', _key: 'a', side: 'right', drawing: 'van'}],
  ['with lists and texts that were emptied', {_key: 'a', items: [], label: '', text: [blank], link: {}}],
])('a block %s needs nothing', (_, block) => {
  expect(said(block)).toBe(true)
})

test.each([
  ['words', {intro: 'What we look at'}],
  ['a text', {text: [{...blank, children: [{_type: 'span', text: 'Words'}]}]}],
  ['a picture', {picture: {asset: {_ref: 'image-a'}}}],
  ['a plan', {plans: [{_key: 'p', _ref: 'lifetime'}]}],
  ['an entry of a list', {items: [{_key: 'i', title: 'One'}]}],
])('a block with %s needs its heading', (_, block) => {
  expect(said({_key: 'a', ...block})).toBe('Write it.')
  expect(said({_key: 'a', ...block}, 'A heading')).toBe(true)
})

test('what is blank is not there', () => {
  expect(said({_key: 'a', intro: 'Words'}, '  ')).toBe('Write it.')
})
