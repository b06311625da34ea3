import {type BrowserContext, expect} from 'playwright/test'
import {findStored} from '#lib/consent.ts'
import {services} from '#tests/support/services.ts'
import {BrowserBuyer} from '#tests/support/shop/browser-buyer.ts'
import {runningShop} from '#tests/support/shop/running-shop.ts'
import {sitePaths} from '#tests/support/site.ts'
import {test} from '#tests/support/studio.ts'

/** §1 and §5: what a browser holds after every flow is what the page of cookies says. */

/** Everything that a browser holds of the site, as "where name". */
async function stored(context: BrowserContext): Promise<string[]> {
  const {origin} = new URL(services().site.url)
  const {cookies, origins} = await context.storageState({indexedDB: true})
  const own = origins.find((entry) => entry.origin === origin)
  return [
    ...cookies.map(({name}) => `cookie ${name}`),
    ...(own?.localStorage ?? []).map(({name}) => `local storage ${name}`),
  ]
}

const undeclared = (held: readonly string[]) =>
  held.filter((item) => {
    const [, where, name = ''] = /^(cookie|local storage) (.*)$/.exec(item) ?? []
    return (where !== 'cookie' && where !== 'local storage') || findStored(where, name) === undefined
  })

test('reading and buying leave nothing in a browser', async ({page, context, request}) => {
  for (const path of [...(await sitePaths(request)), '/cookies', '/setup'])
    await page.goto(services().site.url + path)
  const shop = runningShop()
  try {
    const buyer = new BrowserBuyer(page, shop)
    await buyer.openCheckout()
    await buyer.pressBuy()
    await buyer.payByCard()
    await buyer.expectPaid()
  } finally {
    await shop.close()
  }
  expect(await stored(context)).toEqual([])
})

test('what an editor’s browser holds after the Studio and a preview is in the register', async ({signIn}) => {
  // Administrators have every tool, and so all that a tool may store.
  const studio = await signIn('Local Administrator')
  await studio.open('policy', 'policy-privacy')
  await studio.page.goto(`${services().studio.url}/vision`)
  await expect(studio.page.getByTestId('vision-query-editor')).toBeVisible()
  await studio.page.goto(`${services().studio.url}/presentation?preview=/privacy`)
  await expect(studio.page.frameLocator('iframe').getByRole('heading', {level: 1})).toBeVisible({
    timeout: 60_000,
  })
  const held = await stored(studio.page.context())
  expect(held.length).toBeGreaterThan(0)
  expect(undeclared(held)).toEqual([])
  const session = await studio.page.evaluate(() => Object.keys(sessionStorage))
  expect(session.filter((name) => findStored('session storage', name) === undefined)).toEqual([])
})

test('the page of cookies says that there is nothing to agree to, and lists the rest', async ({page}) => {
  await page.goto(`${services().site.url}/cookies`)
  await expect(page.getByText('There is nothing to agree to.')).toBeVisible()
  await expect(page.getByRole('heading', {name: '__Host-consent'})).toBeVisible()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
})
