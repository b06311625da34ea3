import {expect, type Page} from 'playwright/test'
import type {Order} from '#lib/db/schema.ts'
import {findOrderOfNonce} from '#lib/orders/store.ts'
import {eventually} from '../eventually.ts'
import type {RunningShop} from './running-shop.ts'
import {CARDS, newEmail} from './stripe.ts'

export const CHECKOUT_PATH = '/checkout/lifetime-access'

/** A person at a browser who buys. */
export class BrowserBuyer {
  readonly page: Page
  readonly shop: RunningShop
  /** Of the checkout page that was opened last. */
  nonce = ''

  constructor(page: Page, shop: RunningShop) {
    this.page = page
    this.shop = shop
  }

  async openCheckout(): Promise<void> {
    await this.page.goto(`${this.shop.siteUrl}${CHECKOUT_PATH}`)
    this.nonce = new URL(this.page.url()).searchParams.get('order') ?? ''
  }

  /** Presses the button of the checkout page and waits for Stripe's page. Returns the session's id. */
  async pressBuy(): Promise<string> {
    await this.page.getByRole('button', {name: 'Pay on Stripe’s page'}).click()
    await expect(this.page.getByRole('heading', {name: 'Payment details'})).toBeVisible()
    return /cs_test_\w+/.exec(this.page.url())?.[0] ?? ''
  }

  async fillContact(email = newEmail()): Promise<void> {
    await this.page.getByLabel('Email').fill(email)
    await this.page.getByLabel('Full name').fill('Ann Pipes')
    await this.page.getByLabel('Business name').fill('Pipes & Sons')
    await this.page.getByLabel('Phone number').fill('+1 415 555 2671')
  }

  /** Fills in Stripe's page and presses its button. */
  async payByCard(card: string = CARDS.succeeds): Promise<void> {
    await this.fillContact()
    await this.page.getByLabel('Card number').fill(card)
    await this.page.getByLabel('Expiry').fill('12 / 34')
    await this.page.getByLabel('CVC').fill('123')
    await this.page.getByRole('button', {name: 'Pay $99.00'}).click()
  }

  async payByBank(): Promise<void> {
    await this.fillContact()
    await this.page.getByLabel('US bank account').check()
    await this.page.getByLabel('Account number').fill('000123456789')
    await this.page.getByRole('button', {name: 'Pay $99.00'}).click()
  }

  async expectPaid(): Promise<void> {
    await expect(this.page.getByRole('heading', {name: 'Thank you. Your payment has arrived.'})).toBeVisible()
  }

  /** The order of the page that was opened last, once it is as it should be. */
  order(isRight: (order: Order) => boolean = () => true): Promise<Order> {
    return eventually(
      async () => {
        const order = await findOrderOfNonce(this.shop.db, this.nonce)
        if (order === undefined) throw new Error('No order was made.')
        return order
      },
      isRight,
      20_000,
    )
  }
}
