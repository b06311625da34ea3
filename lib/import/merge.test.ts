import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type Content, contentDigest, textOf} from './content.ts'
import {mergeParts} from './merge.ts'
import {storeContent, storedContent, storeParts} from './store.ts'

const text = (words: string): Content => ({style: 'normal', runs: [{text: words, decorators: []}]})
const wordsOf = (contents: readonly unknown[]): string[] =>
  contents.map((content) =>
    typeof content === 'object' && content && 'runs' in content ? textOf(content.runs as []) : '',
  )

type Edit = (texts: string[]) => string[]

/** One edit of a text: add, change, remove or move a part; `side` makes its words tell who wrote them. */
const edit = (side: string): fc.Arbitrary<Edit> =>
  fc
    .tuple(fc.constantFrom('add', 'change', 'remove', 'move'), fc.nat(5), fc.nat(5), fc.nat(9))
    .map(([kind, at, to, word]) => (texts) => {
      const place = at % Math.max(1, texts.length)
      if (kind === 'add') return texts.toSpliced(at % (texts.length + 1), 0, `${side} adds ${word}`)
      if (kind === 'change') return texts.with(place, `${side} changes ${texts[place]}`)
      const without = texts.toSpliced(place, 1)
      return kind === 'remove' ? without : without.toSpliced(to % (without.length + 1), 0, texts[place] ?? '')
    })
const edits = (side: string) => fc.array(edit(side), {maxLength: 3})
const apply = (texts: string[], all: readonly Edit[]) => all.reduce((now, one) => one(now), texts)

const BASE = ['one', 'two', 'three', 'four', 'five']

test('a merge has every word that either side wrote, or says that there is a conflict', () => {
  fc.assert(
    fc.property(edits('editor'), edits('file'), (ours, theirs) => {
      const [mine, other] = [apply(BASE, ours), apply(BASE, theirs)]
      const stored = storeContent(mine.map(text))
      const base = BASE.map((words) => contentDigest(text(words)))
      const {parts, conflicts} = mergeParts(base, stored, other.map(text))
      if (conflicts.length > 0) {
        // Settled for one side, all that this side has stays.
        for (const [side, has] of [
          ['ours', mine],
          ['theirs', other],
        ] as const) {
          const settled = mergeParts(base, stored, other.map(text), side)
          const merged = wordsOf(storedContent(storeParts(settled.parts, stored)))
          for (const words of has) if (!BASE.includes(words)) expect(merged).toContain(words)
        }
        return
      }
      const merged = wordsOf(storedContent(storeParts(parts, stored)))
      for (const words of [...mine, ...other]) if (!BASE.includes(words)) expect(merged).toContain(words)
      for (const words of BASE)
        if (mine.includes(words) && other.includes(words)) expect(merged).toContain(words)
      // No part stands twice that neither side has twice.
      if ([mine, other].every((side) => new Set(side).size === side.length))
        expect(new Set(merged).size).toBe(merged.length)
    }),
    {numRuns: 1000},
  )
})

test('a side that changed nothing gets what the other has', () => {
  fc.assert(
    fc.property(edits('file'), (theirs) => {
      const other = apply(BASE, theirs)
      const stored = storeContent(BASE.map(text))
      const base = BASE.map((words) => contentDigest(text(words)))
      const merged = mergeParts(base, stored, other.map(text))
      expect(merged.conflicts).toEqual([])
      expect(wordsOf(storedContent(storeParts(merged.parts, stored)))).toEqual(other)
      const kept = mergeParts(base, storeContent(other.map(text)), BASE.map(text))
      expect(wordsOf(storedContent(storeParts(kept.parts, [])))).toEqual(other)
    }),
  )
})
