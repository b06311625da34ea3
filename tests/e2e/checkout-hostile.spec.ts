import {expect, test} from 'playwright/test'
import {checkoutPath} from '#lib/links/paths.ts'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {contentClient} from '#tests/support/services.ts'
import {
  FULFILLED,
  KEPT,
  postCheckout,
  type RunningShop,
  runningShop,
  STARTED,
  stateOf,
  UNTOUCHED,
  versionsOnPage,
} from '#tests/support/shop/running-shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterEach(async () => {
  await shop.control('faults', {}, 'DELETE')
})
test.afterAll(() => shop.close())

const SESSION_CALLS = {method: 'POST', path: '/v1/checkout/sessions'}

/** A plan of a test's own, taken away when the test is over. */
async function withPlan(lookupKey: string, work: (slug: string) => Promise<void>): Promise<void> {
  const client = contentClient()
  const slug = `test-${mintNonce()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')}`
  const _id = `plan-${slug}`
  await client.create({
    _id,
    _type: 'plan',
    name: 'A test’s plan',
    slug: {_type: 'slug', current: slug},
    features: ['Nothing'],
    order: 99,
    lookupKey,
  })
  try {
    await work(slug)
  } finally {
    await client.delete(_id)
  }
}

test('ten presses of one button at once lead to one session of one order', async () => {
  const nonce = mintNonce()
  const answers = await Promise.all(Array.from({length: 10}, () => postCheckout(shop, {nonce})))
  expect(answers.map(({status}) => status)).toEqual(Array(10).fill(303))
  expect(new Set(answers.map(({headers}) => headers.get('location'))).size).toBe(1)
  expect(await stateOf(shop, nonce)).toEqual(STARTED)
})

test('two buyers behind one address get an order each', async () => {
  const nonces = [mintNonce(), mintNonce()]
  const answers = await Promise.all(nonces.map((nonce) => postCheckout(shop, {nonce})))
  expect(new Set(answers.map(({headers}) => headers.get('location'))).size).toBe(2)
  for (const nonce of nonces) expect(await stateOf(shop, nonce)).toEqual(STARTED)
})

test('a button that is pressed for another plan than it was made for is refused', async () => {
  const nonce = mintNonce()
  await postCheckout(shop, {nonce})
  await withPlan('lifetime_access', async (plan) => {
    const answer = await postCheckout(shop, {nonce, plan})
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('This form belongs to another order')
  })
  expect(await stateOf(shop, nonce)).toEqual(STARTED)
})

test('an amount that the page never showed is no price: the buyer is shown the right one', async () => {
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {nonce, amount: '1'})
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(
    checkoutPath('lifetime-access', {order: nonce, renewed: 'price'}),
  )
})

test('price, currency and addresses of a tampered form change nothing', async () => {
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {
    nonce,
    price: 'price_cheap',
    lookupKey: 'cheap',
    currency: 'jpy',
    quantity: '0',
    success_url: 'https://elsewhere.example/',
  })
  const id = /cs_test_\w+/.exec(answer.headers.get('location') ?? '')?.[0] ?? ''
  const session = await shop.stripe.checkout.sessions.retrieve(id, {expand: ['line_items']})
  expect(session).toMatchObject({amount_total: 9_900, currency: 'usd', livemode: false})
  expect(session.line_items?.data).toMatchObject([{quantity: 1, price: {lookup_key: 'lifetime_access'}}])
  expect(session.success_url).toBe(`${shop.siteUrl}/checkout/thanks?session_id={CHECKOUT_SESSION_ID}`)
  expect(await stateOf(shop, nonce)).toEqual(STARTED)
})

test('who opened the page before the terms changed sees it again before they buy', async ({page}) => {
  const client = contentClient()
  await page.goto(`${shop.siteUrl}/checkout/lifetime-access`)
  const nonce = new URL(page.url()).searchParams.get('order') ?? ''
  const before = await client.getDocument('policy-terms')
  await client.patch('policy-terms').set({title: 'Terms of service, renewed'}).commit()
  try {
    await expect
      .poll(async () => (await versionsOnPage(shop.siteUrl)).terms, {timeout: 15_000})
      .not.toBe(`policy-terms@${before?._rev}`)
    await page.getByRole('button', {name: 'Pay on Stripe’s page'}).click()
    await expect(page.getByRole('status')).toContainText('changed while this page was open')
    await expect(page.getByRole('link', {name: 'Terms of service, renewed'})).toBeVisible()
    expect(await stateOf(shop, nonce)).toEqual(UNTOUCHED)
    await page.getByRole('button', {name: 'Pay on Stripe’s page'}).click()
    await expect(page.getByRole('heading', {name: 'Payment details'})).toBeVisible()
    expect(await stateOf(shop, nonce)).toEqual(STARTED)
  } finally {
    await client.patch('policy-terms').set({title: before?.title}).commit()
  }
})

test('nothing is sold while the terms are not published', async () => {
  const client = contentClient()
  const move = (slug: string) => client.patch('policy-terms').set({'slug.current': slug}).commit()
  const versions = await versionsOnPage(shop.siteUrl)
  const nonce = mintNonce()
  const pageNow = async () => (await fetch(`${shop.siteUrl}/checkout/lifetime-access`)).text()
  await move('terms-put-away')
  try {
    await expect.poll(pageNow, {timeout: 15_000}).toContain('This cannot be bought just now')
    const answer = await postCheckout(shop, {nonce, ...versions})
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('are not published at the moment')
    expect(await stateOf(shop, nonce)).toEqual(UNTOUCHED)
  } finally {
    await move('terms')
  }
  await expect.poll(pageNow, {timeout: 15_000}).toContain('Pay on Stripe’s page')
})

test.describe('a form that is not ours', () => {
  const cases: [string, number, (nonce: string) => Promise<Response>][] = [
    ['names a plan that does not exist', 404, (nonce) => postCheckout(shop, {nonce, plan: 'no-such-plan'})],
    ['names a plan in another way', 400, (nonce) => postCheckout(shop, {nonce, plan: '../admin'})],
    ['carries a nonce of another shape', 400, (nonce) => postCheckout(shop, {nonce: `${nonce}'--`})],
    ['names no terms', 400, (nonce) => postCheckout(shop, {nonce, terms: ''})],
    ['carries more than a form can hold', 413, (nonce) => postCheckout(shop, {nonce, x: 'x'.repeat(5_000)})],
    [
      'comes from another site',
      403,
      (nonce) =>
        postCheckout(shop, {nonce}, {origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site'}),
    ],
    ['comes from nowhere', 403, (nonce) => postCheckout(shop, {nonce}, {})],
  ]
  for (const [what, status, send] of cases) {
    test(`${what} and leaves no trace`, async () => {
      const nonce = mintNonce()
      const answer = await send(nonce)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await answer.text()).toContain('Pressing the button charged nothing')
      expect(await stateOf(shop, nonce)).toEqual(UNTOUCHED)
    })
  }
})

test.describe('a lookup key that leads to no price it can be sold at', () => {
  const product = 'plumbperfect_lifetime_access'
  const cases: [string, number, (key: string) => Promise<unknown>][] = [
    ['unknown', 503, async () => undefined],
    [
      'archived',
      409,
      async (lookup_key) => {
        const {id} = await shop.stripe.prices.create({product, currency: 'usd', unit_amount: 100, lookup_key})
        return shop.stripe.prices.update(id, {active: false})
      },
    ],
    [
      'of a subscription',
      503,
      (lookup_key) =>
        shop.stripe.prices.create({
          product,
          currency: 'usd',
          unit_amount: 100,
          lookup_key,
          recurring: {interval: 'month'},
        }),
    ],
    [
      'of another currency',
      503,
      (lookup_key) => shop.stripe.prices.create({product, currency: 'eur', unit_amount: 100, lookup_key}),
    ],
  ]
  for (const [what, status, prepare] of cases) {
    test(`${what}: the page sells nothing, and the button says why`, async () => {
      const key = `test_${mintNonce()}`
      await prepare(key)
      await withPlan(key, async (plan) => {
        const page = await fetch(`${shop.siteUrl}/checkout/${plan}`)
        expect(await page.text()).toContain('This cannot be bought just now')
        const nonce = mintNonce()
        const answer = await postCheckout(shop, {nonce, plan})
        expect(answer.status).toBe(status)
        expect(await answer.text()).toContain('Pressing the button charged nothing')
        expect(await stateOf(shop, nonce)).toEqual(KEPT)
      })
    })
  }
})

test('a lookup key that moves to another price changes what is shown and charged', async () => {
  const key = `test_${mintNonce()}`
  const price = {product: 'plumbperfect_lifetime_access', currency: 'usd', lookup_key: key}
  await shop.stripe.prices.create({...price, unit_amount: 12_300})
  await withPlan(key, async (plan) => {
    const shown = async () => (await fetch(`${shop.siteUrl}/checkout/${plan}`)).text()
    await expect.poll(shown).toContain('US$123.00')
    await shop.stripe.prices.create({...price, unit_amount: 45_600, transfer_lookup_key: true})
    await expect.poll(shown).toContain('US$456.00')
    const nonce = mintNonce()
    const location = (await postCheckout(shop, {nonce, plan})).headers.get('location') ?? ''
    const session = await shop.stripe.checkout.sessions.retrieve(/cs_test_\w+/.exec(location)?.[0] ?? '')
    expect(session.amount_total).toBe(45_600)
    expect(await stateOf(shop, nonce)).toEqual(STARTED)
  })
})

test.describe('a passing failure of Stripe', () => {
  const faults: [string, object][] = [
    ['an answer that is lost after the session was made', {kind: 'reset', when: 'after'}],
    ['a connection that breaks before', {kind: 'reset', when: 'before'}],
    ['one failure of its own', {kind: 'status', status: 500}],
    ['being too busy, twice', {kind: 'status', status: 429, times: 2}],
  ]
  for (const [what, fault] of faults) {
    test(`${what}: one session, and nobody notices`, async () => {
      const nonce = mintNonce()
      await shop.control('faults/api', {...SESSION_CALLS, ...fault})
      expect((await postCheckout(shop, {nonce})).status).toBe(303)
      expect(await stateOf(shop, nonce)).toEqual(STARTED)
    })
  }
})

for (const [what, fault] of [
  ['does not answer', {kind: 'reset'}],
  ['is too busy', {kind: 'status', status: 429}],
] as const) {
  test(`when Stripe ${what}, the page says so, and its own button goes on with the same order`, async ({
    page,
  }) => {
    await page.goto(`${shop.siteUrl}/checkout/lifetime-access`)
    const nonce = new URL(page.url()).searchParams.get('order') ?? ''
    await shop.control('faults/api', {...SESSION_CALLS, ...fault, times: 50})
    const answered = page.waitForResponse(/\/api\/checkout$/)
    await page.getByRole('button', {name: 'Pay on Stripe’s page'}).click()
    const answer = await answered
    expect(answer.status()).toBe(503)
    expect(await answer.headerValue('retry-after')).toBe('30')
    await expect(page.getByText('goes on with the same order')).toBeVisible()
    expect(await stateOf(shop, nonce)).toEqual(KEPT)

    await shop.control('faults', {}, 'DELETE')
    await page.getByRole('button', {name: 'Try again'}).click()
    await expect(page.getByRole('heading', {name: 'Payment details'})).toBeVisible()
    expect(await stateOf(shop, nonce)).toEqual(STARTED)
  })
}

test('the button of a page whose order is paid leads to the order, and charges nothing', async () => {
  const nonce = mintNonce()
  const location = (await postCheckout(shop, {nonce})).headers.get('location') ?? ''
  await payByCard(location)
  await expect.poll(() => stateOf(shop, nonce), {timeout: 20_000}).toEqual(FULFILLED)
  const answer = await postCheckout(shop, {nonce})
  expect(answer.status).toBe(409)
  const text = await answer.text()
  expect(text).toContain('You have already bought this')
  expect(text).toContain(`/checkout/thanks?session_id=${/cs_test_\w+/.exec(location)?.[0]}`)
  expect(await stateOf(shop, nonce)).toEqual(FULFILLED)
})
