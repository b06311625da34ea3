import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {readText, type TextMember} from '#lib/format/portable-text.ts'
import {policyFromMarkdown} from '#lib/import/read-file.ts'
import {storeContent} from '#lib/import/store.ts'
import {compareWithRegister, PROMISES, promisesOf, sentencesOf} from '#lib/promises/register.ts'
import {proofOf} from '#lib/promises/results.ts'

/** The register of promises is whole: each sentence of the policy is in it, and each promise has tests. */

const ROOT = join(import.meta.dirname, '..', '..')

function seededPolicy(): TextMember[] {
  const file = readFileSync(join(ROOT, 'sanity/seed/privacy-policy.md'), 'utf8')
  const read = policyFromMarkdown(file)
  if (!read.ok) throw new Error('The seeded policy cannot be read.')
  return readText(storeContent(read.policy.body)).members
}

const SENTENCES = sentencesOf(seededPolicy())

test('each sentence of the seeded policy is a promise or explains one, and each promise is in it', () => {
  expect(SENTENCES.length).toBeGreaterThan(35)
  expect(compareWithRegister(SENTENCES)).toEqual({unbound: [], missing: []})
})

test('a sentence that is changed, and one that is new, are found', () => {
  const sold = SENTENCES.map((sentence) => sentence.replace('do not sell', 'may sell'))
  const {unbound, missing} = compareWithRegister([...sold, 'We answer within an hour.'])
  expect(unbound).toEqual(['We may sell your personal information.', 'We answer within an hour.'])
  expect(missing.map(({promise}) => promise.id)).toEqual(['no-sale'])
})

test('quotation marks and spaces that an editor changes are no change of a promise', () => {
  const typed = SENTENCES.map(
    (sentence) => `${sentence.replace(/"(.*?)"/g, '“$1”').replace(' ', '  ')}\u200b`,
  )
  expect(compareWithRegister(typed)).toEqual({unbound: [], missing: []})
})

test('a new sentence is quoted with the signs that its editor typed', () => {
  const text = 'It’s “never” sold.  Ask us!'
  const block = {_type: 'block', _key: 'a', style: 'normal', children: [{_type: 'span', _key: 'b', text}]}
  const {unbound} = compareWithRegister(sentencesOf(readText([block]).members))
  expect(unbound).toEqual(['It’s “never” sold.', 'Ask us!'])
})

test('one sentence may make several promises', () => {
  const [right = ''] = SENTENCES.filter((sentence) => sentence.startsWith('You have the right'))
  expect(promisesOf(right).map(({id}) => id)).toEqual(['access', 'correction', 'deletion'])
})

test('each promise has an id of its own, and tests', () => {
  const ids = PROMISES.map(({id}) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(PROMISES.filter(({tests}) => tests.length === 0)).toEqual([])
})

test('each test of a clause belongs to a promise', () => {
  const bound = new Set(PROMISES.flatMap(({tests}) => tests))
  const files = readdirSync(join(ROOT, 'tests/promises')).map((name) => `tests/promises/${name}`)
  expect(files.filter((file) => !bound.has(file) && !file.endsWith('/register.test.ts'))).toEqual([])
})

const RAN = {at: '2026-01-31T12:00:00.000Z', passed: 3, failed: 0}
const TWO = {tests: ['a.test.ts', 'b.test.ts']}

test.each([
  ['proved', {'a.test.ts': RAN, 'b.test.ts': RAN}],
  ['not-run', {'a.test.ts': RAN}],
  ['not-run', {}],
  ['not-run', {'a.test.ts': RAN, 'b.test.ts': {...RAN, passed: 0}}],
  ['failed', {'a.test.ts': RAN, 'b.test.ts': {...RAN, failed: 1}}],
  ['failed', {'b.test.ts': {...RAN, passed: 0, failed: 1}}],
])('a promise is %s after %j', (state, files) => {
  expect(proofOf(TWO, files).state).toBe(state)
})
