import {GroqSyntaxError, parse} from 'groq-js'
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
]

const STEERED = [
  '*[0...$x]',
  '*[$x]',
  '*[0]{"one": parts[$x], "two": parts[($x)], "three": parts[-$x], "four": parts["a" + $x]}',
  'fn a::b($x) = $x{title}; *{"c": a::b(@)}',
  '// words\nfn a::b($x) = $x{"t": foo[$y]}; *',
  '\u0085fn a::b($x) = $x{title}; *',
]

test.each(PLAIN)('what is filled into %s is what parsing it with the parameters gives', (query) => {
  const template = templateOf(query)
  if (!template) throw new Error('The query has no template.')
  for (const x of VALUES)
    for (const y of VALUES) expect(fillIn(template, {x, y})).toEqual(parse(query, {params: {x, y}}))
})

test.each(STEERED)('%s says something else with other parameters, and has no template', (query) => {
  expect(templateOf(query)).toBeUndefined()
})

test('what no parameters can make right is refused', () => {
  expect(() => templateOf('*[')).toThrow(GroqSyntaxError)
})

test('a template is not changed by what is filled in', () => {
  const template = templateOf('*[a == $x]')
  if (!template) throw new Error('The query has no template.')
  fillIn(template, {x: 1})
  expect(template).toEqual(parse('*[a == $x]'))
})
