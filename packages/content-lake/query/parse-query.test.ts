import {GroqSyntaxError, parse} from 'groq-js'
import {describe, expect, test} from 'vitest'
import {fillIn, ParseFailure, parseQuery, templateOf} from './parse-query.ts'

describe('the cache of parsed queries', () => {
  const numbered = (count: number) => Array.from({length: count}, (_, number) => `${number} + 0.5`)
  const parseAll = (queries: string[]) => queries.map((query) => parseQuery(query, {}))

  test('drops the least recently used query when it is full', () => {
    const [first, second] = parseAll(numbered(500))
    expect(parseQuery('0 + 0.5', {})).toBe(first)
    parseQuery('"one more"', {})
    expect(parseQuery('0 + 0.5', {})).toBe(first)
    expect(parseQuery('1 + 0.5', {})).not.toBe(second)
  })

  test('is full with few long queries too', () => {
    const [first] = parseAll(['"first"'])
    const long = Array.from({length: 25}, (_, number) => `"${number}"`.padEnd(20_000))
    const parsed = parseAll(long)
    expect(parseQuery(long[24] ?? '', {})).toBe(parsed[24])
    expect(parseQuery(long[0] ?? '', {})).toBe(parsed[0])
    expect(parseQuery('"first"', {})).not.toBe(first)
  })

  test('does not keep a query that is too long', () => {
    const long = '"x"'.padEnd(20_001)
    const [first, second] = parseAll([long, long])
    expect(second).toEqual(first)
    expect(second).not.toBe(first)
  })

  test('keeps nothing of a query that cannot be parsed', () => {
    for (let attempt = 0; attempt < 2; attempt += 1) expect(() => parseQuery('*[', {})).toThrow(ParseFailure)
  })
})

const VALUES = ['words', '', 3, -1.5, true, null, ['a', 1], {type: 'Parameter', name: 'x'}]

const WITH_TEMPLATE = [
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

const WITHOUT_TEMPLATE = [
  '*[0...$x]',
  '*[$x]',
  '*[0]{"one": parts[$x], "two": parts[($x)], "three": parts[-$x], "four": parts["a" + $x]}',
  'fn a::b($x) = $x{title}; *{"c": a::b(@)}',
  '// words\nfn a::b($x) = $x{"t": foo[$y]}; *',
  '\u0085fn a::b($x) = $x{title}; *',
]

describe('templates', () => {
  test.each(WITH_TEMPLATE)('%s with its parameters filled in is what parsing it with them gives', (query) => {
    const template = templateOf(query)
    if (!template) throw new Error('The query has no template.')
    for (const x of VALUES)
      for (const y of VALUES) expect(fillIn(template, {x, y})).toEqual(parse(query, {params: {x, y}}))
  })

  test.each(WITHOUT_TEMPLATE)('%s has none, as its tree depends on the parameters', (query) => {
    expect(templateOf(query)).toBeNull()
  })

  test('a query that is wrong with any parameters is refused', () => {
    expect(() => templateOf('*[')).toThrow(GroqSyntaxError)
  })

  test('a template is not changed by what is filled in', () => {
    const template = templateOf('*[a == $x]')
    if (!template) throw new Error('The query has no template.')
    fillIn(template, {x: 1})
    expect(template).toEqual(parse('*[a == $x]'))
  })
})
