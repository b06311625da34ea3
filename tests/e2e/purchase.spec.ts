import {expect, test} from 'playwright/test'
import {listAttempts, showOrder} from '#lib/orders/store.ts'
import {eventually} from '#tests/support/eventually.ts'
import {BrowserBuyer, CHECKOUT_PATH} from '#tests/support/shop/browser-buyer.ts'
import {type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'
import {CARDS} from '#tests/support/shop/stripe.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterEach(async () => {
  await shop.control('faults', {}, 'DELETE')
})
test.afterAll(() => shop.close())

/** What must be there exactly once after a purchase, however its news arrived, and besides the mails that were sent before. */
async function expectFulfilledOnce(orderId: string, ...before: string[]): Promise<void> {
  const purposes = ['order_confirmation', 'owner_new_order', ...before].sort()
  const shown = await eventually(
    () => showOrder(shop.db, orderId),
    (order) => order?.mails.length === purposes.length && order.mails.every(({status}) => status === 'sent'),
    20_000,
  )
  expect(shown?.mails.map(({purpose}) => purpose).sort()).toEqual(purposes)
  expect(shown?.history.filter(({toState}) => toState === 'paid')).toHaveLength(1)
  expect(await shop.inbox.about(orderId)).toHaveLength(purposes.length)
}

for (const javaScriptEnabled of [false, true]) {
  test.describe(`with scripts ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({javaScriptEnabled})
    // Pages hold no scripts. That a browser which would run some buys the same is shown once; the rest is for the complete run.
    const detours = javaScriptEnabled ? {} : {tag: '@journey'}

    test('a visitor buys, is thanked, and finds the confirmation in the mail', {tag: '@journey'}, async ({
      page,
    }) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      await expect(page.getByRole('heading', {level: 1})).toHaveText('Lifetime access')
      await expect(page.getByRole('row', {name: 'Due today, once'})).toContainText('US$99.00')
      await expect(page.getByRole('row', {name: 'Due after that'})).toContainText('Nothing')
      await expect(page.getByRole('link', {name: 'Privacy Policy'}).first()).toHaveAttribute(
        'href',
        '/privacy',
      )
      await buyer.pressBuy()
      await buyer.payByCard()
      await buyer.expectPaid()

      const order = await buyer.order(({state}) => state === 'awaiting_details')
      await expect(page.getByText(order.id)).toBeVisible()
      await expect(page.getByText('a•••@pipes.example')).toBeVisible()
      expect(order).toMatchObject({payment: 'paid', amountTotal: 9_900, currency: 'usd', livemode: false})
      expect(order.policyVersion).toMatch(/^policy-privacy@./)
      await expectFulfilledOnce(order.id)

      await page.goto(shop.inboxUrl)
      await page.getByRole('link', {name: new RegExp(`Your order ${order.id}`)}).click()
      const mail = page.frameLocator('iframe')
      await expect(mail.getByText('US$99.00')).toBeVisible()
      await expect(mail.getByRole('link', {name: 'Start the set-up form'})).toHaveAttribute(
        'href',
        new RegExp(`^${shop.siteUrl}/setup\\?link=[\\w-]{43}$`),
      )
    })

    test('a declined card can be followed by one that works', detours, async ({page}) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      await buyer.pressBuy()
      await buyer.payByCard(CARDS.declined)
      await expect(page.getByRole('alert')).toContainText('declined')
      expect(await buyer.order()).toMatchObject({state: 'pending', payment: 'unpaid'})
      await buyer.payByCard()
      await buyer.expectPaid()
      await expectFulfilledOnce((await buyer.order()).id)
    })

    test('3-D Secure that fails can be followed by 3-D Secure that passes', async ({page}) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      await buyer.pressBuy()
      await buyer.payByCard(CARDS.authenticates)
      await page.getByRole('button', {name: 'Fail authentication'}).click()
      await expect(page.getByRole('alert')).toBeVisible()
      expect(await buyer.order()).toMatchObject({state: 'pending', payment: 'unpaid'})
      await buyer.payByCard(CARDS.authenticates)
      await page.getByRole('button', {name: 'Complete authentication'}).click()
      await buyer.expectPaid()
      await expectFulfilledOnce((await buyer.order()).id)
    })

    test('Back, in the browser or on Stripe’s page, leads to the same order, which is paid once', async ({
      page,
    }) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      const session = await buyer.pressBuy()
      await page.goBack()
      await expect(page).toHaveURL(new RegExp(`order=${buyer.nonce}$`))
      expect(await buyer.pressBuy()).toBe(session)
      await page.getByRole('link', {name: '← Back'}).click()
      await expect(page.getByText('No payment for it has reached us so far.')).toBeVisible()
      expect(await buyer.pressBuy()).toBe(session)
      await buyer.payByCard()
      await buyer.expectPaid()

      await page.goto(`${shop.siteUrl}${CHECKOUT_PATH}?order=${buyer.nonce}`)
      await expect(page.getByRole('heading', {name: 'You have already bought this'})).toBeVisible()
      await expect(page.getByRole('button', {name: 'Pay on Stripe’s page'})).toHaveCount(0)
      await page.getByRole('link', {name: 'See your order'}).click()
      await buyer.expectPaid()
      const {id} = await buyer.order()
      expect(await listAttempts(shop.db, id)).toHaveLength(1)
      await expectFulfilledOnce(id)
    })

    test('when the tab is closed after paying, the webhook alone fulfils', detours, async ({page}) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      await buyer.pressBuy()
      await page.route('**/checkout/thanks**', (route) => route.abort())
      await buyer.payByCard()
      await page.close()
      const order = await buyer.order(({state}) => state === 'awaiting_details')
      await expectFulfilledOnce(order.id)
    })

    test('the thanks page knows of the payment before any webhook has come', async ({page}) => {
      await shop.control('faults/webhooks', {kind: 'hold', type: '*', times: 20, until: 'release'})
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      await buyer.pressBuy()
      await buyer.payByCard()
      await buyer.expectPaid()
      const order = await buyer.order(({payment}) => payment === 'paid')
      await shop.control('faults', {}, 'DELETE')
      await shop.control('deliveries/release')
      await expectFulfilledOnce(order.id)
    })

    test('an expired payment page says so, and the order can be paid on a new one', async ({page}) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      const session = await buyer.pressBuy()
      await shop.stripe.checkout.sessions.expire(session)
      await page.goto(`${shop.siteUrl}/checkout/thanks?session_id=${session}`)
      await expect(page.getByRole('heading', {name: 'The payment page has expired'})).toBeVisible()
      await page.getByRole('link', {name: 'Pay on a new page'}).click()
      expect(await buyer.pressBuy()).not.toBe(session)
      await buyer.payByCard()
      await buyer.expectPaid()
      const {id} = await buyer.order()
      expect((await listAttempts(shop.db, id)).map(({status}) => status)).toEqual(['complete', 'expired'])
      await expectFulfilledOnce(id)
    })

    test('a bank debit is on its way until it arrives, and the page finds out by itself', async ({page}) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      const session = await buyer.pressBuy()
      await buyer.payByBank()
      await expect(page.getByRole('heading', {name: 'Your payment is on its way'})).toBeVisible()
      expect(await buyer.order()).toMatchObject({state: 'pending', payment: 'processing'})
      const {payment_intent} = await shop.stripe.checkout.sessions.retrieve(session)
      await shop.control(`payment_intents/${payment_intent}/settle`, {outcome: 'succeeded'})
      await buyer.expectPaid()
      await expectFulfilledOnce((await buyer.order()).id, 'payment_processing')
    })

    test('a bank debit that fails is told in the page and by mail, and the order is paid another way', async ({
      page,
    }) => {
      const buyer = new BrowserBuyer(page, shop)
      await buyer.openCheckout()
      const session = await buyer.pressBuy()
      await buyer.payByBank()
      await expect(page.getByRole('heading', {name: 'Your payment is on its way'})).toBeVisible()
      const {payment_intent} = await shop.stripe.checkout.sessions.retrieve(session)
      await shop.control(`payment_intents/${payment_intent}/settle`, {outcome: 'failed'})
      await expect(page.getByRole('heading', {name: 'Your payment did not go through'})).toBeVisible()
      const {id} = await buyer.order()
      await eventually(
        () => shop.inbox.about(id),
        (mails) => mails.some(({subject}) => subject.includes('did not go through')),
      )
      await page.getByRole('link', {name: 'Pay another way'}).click()
      await buyer.pressBuy()
      await buyer.payByCard()
      await buyer.expectPaid()
    })
  })
}
