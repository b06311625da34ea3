import {sql} from 'drizzle-orm'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {
  ANALYTICS_COOKIE,
  type ConsentForm,
  forgetChoices,
  questionOf,
  readChoice,
  readConsentForm,
  recordChoice,
  STORED_ITEMS,
  sendsGpc,
} from '#lib/consent.ts'
import {consentChoices} from '#lib/db/schema.ts'
import {openShop, type Shop} from '#tests/support/shop/shop.ts'

/** §5: an answer about analytics is kept as it was given, without anything that says who gave it. */

const BROWSER = {gpc: false, cookies: '', host: 'www.site.example'}
const QUESTION = 'a1b2c3d4'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.commerce.db.execute(sql`truncate consent_choices`)
})

const answer = (answer: ConsentForm['answer'], browser: Partial<typeof BROWSER> = {}) =>
  recordChoice(shop.commerce, {answer, question: QUESTION}, {...BROWSER, ...browser})
const recorded = () => shop.commerce.db.select().from(consentChoices)

/** The value that a browser would hold for a cookie after these headers. */
const valueIn = (cookies: readonly string[]) => /^__Host-consent=([^;]*)/.exec(cookies[0] ?? '')?.[1]

test('a yes is recorded, and its cookie names the record', async () => {
  const {cookies} = await answer('yes')
  const [row] = await recorded()
  expect(row).toMatchObject({question: QUESTION, answer: 'yes', gpc: false})
  expect(readChoice(valueIn(cookies))).toEqual({question: QUESTION, answer: 'yes', id: row?.id})
  expect(cookies[0]).toMatch(/; Path=\/; Max-Age=15552000; Secure; SameSite=Lax$/)
})

test('a no is recorded, and its cookie holds no number that could tell one browser from another', async () => {
  const {cookies} = await answer('no')
  expect(await recorded()).toMatchObject([{answer: 'no'}])
  expect(valueIn(cookies)).toBe(`${QUESTION}.no`)
})

test('a no removes what Google’s tag left, for the host and every domain above it, and nothing else', async () => {
  const {cookies} = await answer('no', {cookies: '_ga=1; theme=dark; _ga_ABC=2; _garden=3; __Host-consent=x'})
  expect(cookies.slice(1)).toEqual([
    '_ga=; Path=/; Max-Age=0',
    '_ga=; Path=/; Max-Age=0; Domain=www.site.example',
    '_ga=; Path=/; Max-Age=0; Domain=site.example',
    '_ga_ABC=; Path=/; Max-Age=0',
    '_ga_ABC=; Path=/; Max-Age=0; Domain=www.site.example',
    '_ga_ABC=; Path=/; Max-Age=0; Domain=site.example',
  ])
})

test('Global Privacy Control makes a yes a no', async () => {
  expect((await answer('yes', {gpc: true})).answer).toBe('no')
  expect(await recorded()).toMatchObject([{answer: 'no', gpc: true}])
  expect(sendsGpc(new Headers({'sec-gpc': '1'}))).toBe(true)
  expect(sendsGpc(new Headers({'sec-gpc': '0'}))).toBe(false)
})

test('while the database is away a no holds and a yes does not', async () => {
  const away = shop.instance()
  await away.close()
  const ask = (given: ConsentForm['answer']) =>
    recordChoice(away, {answer: given, question: QUESTION}, BROWSER)
  expect((await ask('no')).cookies[0]).toContain(`${QUESTION}.no`)
  await expect(ask('yes')).rejects.toThrow()
})

test('other words, another measurement id: another question', () => {
  const asked = {words: ['May we?'], measurementId: 'G-ONE'}
  expect(questionOf(asked)).toMatch(/^[0-9a-f]{8}$/)
  expect(questionOf({...asked, words: ['Might we?']})).not.toBe(questionOf(asked))
  expect(questionOf({...asked, measurementId: 'G-TWO'})).not.toBe(questionOf(asked))
})

test.each(['', 'answer=yes', 'question=a1b2c3d4&answer=perhaps', 'question=<script>&answer=no'])(
  'a form of %j is none of this site',
  (body) => {
    expect(readConsentForm(body)).toBeUndefined()
  },
)

test.each([undefined, '', 'yes', 'a1b2c3d4.yes', 'a1b2c3d4.perhaps', 'A1B2C3D4.no'])(
  'a cookie of %j is no answer',
  (value) => {
    expect(readChoice(value)).toBeUndefined()
  },
)

test('the record has no place for an address or a browser, and is forgotten after a year', async () => {
  await answer('no')
  expect(Object.keys((await recorded())[0] ?? {}).sort()).toEqual(['answer', 'at', 'gpc', 'id', 'question'])
  expect(await forgetChoices(shop.commerce.db)).toBe(0)
  await shop.commerce.db.update(consentChoices).set({at: new Date(Date.now() - 361 * 86_400_000)})
  expect(await forgetChoices(shop.commerce.db)).toBe(1)
})

test('each cookie of Google’s in the register is one that a no removes, and none of the others is', () => {
  for (const {name, kind} of STORED_ITEMS)
    expect(ANALYTICS_COOKIE.test(name.replace('…', 'X')), name).toBe(kind === 'analytics')
})
