import {parse} from 'groq-js'
import {expect, test} from 'vitest'
import {fillIn, templateOf} from './template.ts'

const VALUES = ['words', '', 3, -1.5, true, null, ['a', 1], {type: 'Parameter', name: 'x'}]

const PLAIN = [
  '*',
  '$x',
  '*[_type == $x && slug.current == $y][0]{title, "shown": $x}',
  'coalesce(*[_type == "page" && path == $x][0]{blocks[]{_type == $y => {...}}}, *[slug.current == $y][0])',
  '*[_id in $x] | order(title asc)[0...10]',
  '*[$x in tags[] && n > -$y]{"both": [$x, ...$y], "sum": $x + $y, "kind": select($x => "a", $y)}',
  '*[sanity::versionOf($x)]{"all": *[references(^._id, $x)]._id}',
  '*[title match text::query($x)] | score(boost(title == $x, 2))',
  '{"name": $unknown, "list": [1, $x][0]}',
  'before().title != $x && delta::changedAny(title)',
]

const STEERED = [
  '*[0...$x]',
  '*[$x]',
  '*[0]{"one": parts[$x], "two": parts[($x)], "three": parts[-$x], "four": parts["a" + $x]}',
  'fn a::b($x) = $x{title}; *{"c": a::b(@)}',
]

const modeOf = (query: string) => (query.includes('delta::') ? 'delta' : 'normal')

test.each(PLAIN)('what is filled into %s is what parsing it with the parameters gives', (query) => {
  const mode = modeOf(query)
  const template = templateOf(query, mode)
  if (!template) throw new Error('The query has no template.')
  for (const x of VALUES)
    for (const y of VALUES) expect(fillIn(template, {x, y})).toEqual(parse(query, {mode, params: {x, y}}))
})

test.each(STEERED)('%s says something else with other parameters, and has no template', (query) => {
  expect(templateOf(query, 'normal')).toBeUndefined()
})

test('what cannot be parsed has no template', () => {
  expect(templateOf('*[', 'normal')).toBeUndefined()
})

test('a template is not changed by what is filled in', () => {
  const template = templateOf('*[a == $x]', 'normal')
  if (!template) throw new Error('The query has no template.')
  fillIn(template, {x: 1})
  expect(template).toEqual(parse('*[a == $x]'))
})
