import {applyPatch} from 'mendoza'
import {describe, expect, it} from 'vitest'
import {encodePatch} from './mendoza.ts'

const block = (key: string, text: string) => ({
  _key: key,
  _type: 'block',
  children: [{_key: `${key}0`, text}],
})

const cases: [string, unknown, unknown][] = [
  ['creates from nothing', null, {_id: 'a', n: 1}],
  ['deletes', {_id: 'a', n: 1}, null],
  ['sets, replaces and removes fields', {a: 1, b: 2, c: 3}, {b: 'two', c: 3, d: null}],
  ['changes a word in the middle of a string', {t: 'We keep your data'}, {t: 'We keep all your data'}],
  ['keeps characters beyond the basic plane whole', {t: 'a😀b😀c'}, {t: 'a😀ß😁c'}],
  ['handles a lone surrogate', {t: 'a\ud800b'}, {t: 'a\ud800c'}],
  ['empties a string and an array', {t: 'x', l: [1, 2]}, {t: '', l: []}],
  ['fills an empty array', {l: []}, {l: [1, {a: 1}]}],
  [
    'moves keyed elements',
    {l: [block('a', '1'), block('b', '2'), block('c', '3')]},
    {l: [block('c', '3'), block('a', '1'), block('b', '2')]},
  ],
  [
    'changes one keyed element',
    {l: [block('a', 'one'), block('b', 'two')]},
    {l: [block('a', 'one'), block('b', 'two!')]},
  ],
  [
    'tells equal keys apart',
    {
      l: [
        {_key: 'a', n: 1},
        {_key: 'a', n: 2},
      ],
    },
    {
      l: [
        {_key: 'a', n: 2},
        {_key: 'a', n: 3},
      ],
    },
  ],
  ['changes types of values', {a: {b: 1}, c: [1], d: 'x'}, {a: [1], c: 'x', d: {b: 1}}],
  ['repeats elements', {l: [1, 2]}, {l: [1, 2, 1, 2, 1]}],
  ['handles a field named __proto__', JSON.parse('{"a":1,"__proto__":{"x":1}}'), {a: 2}],
]

describe('encodePatch', () => {
  it.each(cases)('%s, and back', (_name, before, after) => {
    expect(applyPatch(before, encodePatch(before, after))).toEqual(after)
    expect(applyPatch(after, encodePatch(after, before))).toEqual(before)
  })

  it('is empty when nothing has changed', () => {
    expect(encodePatch({a: [1, {b: 2}]}, {a: [1, {b: 2}]})).toEqual([])
  })

  it('replaces a deleted document by null', () => {
    expect(encodePatch({a: 1}, null)).toEqual([0, null])
  })

  it('contains only what has changed of a long text', () => {
    const long = 'word '.repeat(2000)
    const patch = encodePatch({body: [block('a', long)]}, {body: [block('a', `${long}more`)]})
    expect(JSON.stringify(patch).length).toBeLessThan(100)
  })

  it('reproduces random documents', () => {
    let seed = 42
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % n
    }
    const value = (depth: number): unknown => {
      const kind = next(depth > 3 ? 4 : 6)
      if (kind === 0) return next(5)
      if (kind === 1) return ['', 'abc', 'abd', 'xbc', 'äöü', 'ä😀ü'][next(6)]
      if (kind === 2) return next(2) === 1
      if (kind === 3) return null
      if (kind === 4) return Array.from({length: next(5)}, () => value(depth + 1))
      return Object.fromEntries(
        Array.from({length: next(5)}, () => [['a', 'b', 'c', '_key'][next(4)], value(depth + 1)]),
      )
    }
    for (let round = 0; round < 2000; round += 1) {
      const [before, after] = [{v: value(0)}, {v: value(0)}]
      expect(applyPatch(before, encodePatch(before, after))).toEqual(after)
    }
  })
})
