import {BrowserBuyer} from '#tests/support/shop/browser-buyer.ts'
import {runningShop, setupLinkOf} from '#tests/support/shop/running-shop.ts'
import type {Photographer} from './photographer.ts'

/** Everything that a client sees, from the plan to the sent set-up form, and the mail in between. */
export async function takeClientJourney(photographer: Photographer): Promise<void> {
  const {page} = photographer
  const shop = runningShop()
  try {
    const buyer = new BrowserBuyer(page, shop)
    await buyer.openCheckout()
    await photographer.take('checkout')
    await buyer.pressBuy()
    await photographer.take('stripe')
    await buyer.payByCard()
    await buyer.expectPaid()
    await photographer.take('thanks')

    const {id} = await buyer.order(({state}) => state === 'awaiting_details')
    const link = await setupLinkOf(shop, id)
    const mail = (await shop.inbox.about(id)).find(({text}) => text.includes(link))
    await page.goto('about:blank')
    await page.setContent(mail?.html ?? '')
    await photographer.take('mail-confirmation')
    await page.goto(link)
    await photographer.take('setup-link')
    await page.getByRole('button', {name: 'Open the form'}).click()
    await page.getByRole('button', {name: 'Send the form'}).waitFor()
    await photographer.take('setup')
    await page.getByRole('button', {name: 'Send the form'}).click()
    await page.getByRole('alert').waitFor()
    await photographer.take('setup-incomplete')
  } finally {
    await shop.close()
  }
}
