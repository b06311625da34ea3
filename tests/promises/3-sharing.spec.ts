import {expect, test} from 'playwright/test'
import {services} from '#tests/support/services.ts'
import {sitePaths} from '#tests/support/site.ts'

/** §3: a visit is between the visitor and this site. */

test.use({extraHTTPHeaders: {'sec-gpc': '1'}})

test('no page asks another host for anything', async ({page, request}) => {
  const {origin} = new URL(services().site.url)
  const strangers: string[] = []
  page.on('request', (asked) => {
    const url = new URL(asked.url())
    if (url.protocol.startsWith('http') && url.origin !== origin) strangers.push(url.href)
  })
  for (const path of [...(await sitePaths(request)), '/cookies', '/privacy/proof', '/privacy/providers']) {
    await page.goto(origin + path)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  }
  expect(strangers).toEqual([])
})

test('Global Privacy Control is announced and honoured', async ({page, request}) => {
  const {url} = services().site
  const announced = await request.get(`${url}/.well-known/gpc.json`)
  expect(await announced.json()).toEqual({gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/)})
  expect(announced.headers()['content-type']).toContain('application/json')
  await page.goto(`${url}/cookies`)
  await expect(page.getByText('We honour it: it counts as a no')).toBeVisible()
})

test('the page of cookies, which is made for one reader, is kept by no cache', async ({request}) => {
  const answer = await request.get(`${services().site.url}/cookies`)
  expect(answer.headers()['cache-control']).toMatch(/no-store/)
})

test('everybody who helps is named, and what each of them gets', async ({page}) => {
  await page.goto(`${services().site.url}/privacy`)
  await page.getByRole('link', {name: 'Who helps us'}).click()
  await expect(page.getByRole('main').getByRole('heading', {level: 2})).toHaveText([
    'Stripe',
    'Hosting and database',
    'Mail',
    'Sanity',
  ])
  await expect(page.getByText('What it gets.')).toHaveCount(4)
})
