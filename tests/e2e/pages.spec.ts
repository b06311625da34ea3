import AxeBuilder from '@axe-core/playwright'
import {HtmlValidate} from 'html-validate'
import {type APIRequestContext, expect, test} from 'playwright/test'
import {
  askNuChecker,
  beyondSides,
  brokenWords,
  hasJava,
  overlaps,
  watchPage,
} from '#tests/support/audit-page.ts'
import {services} from '#tests/support/services.ts'
import {sitePaths} from '#tests/support/site.ts'

const site = () => services().site.url

/** What visitors see besides the pages that the sitemap names. */
const OTHERS = ['/there-is-no-such-page', '/pricing)', '/contact/sent', '/checkout/lifetime-access']

const everyPath = async (request: APIRequestContext) => [...(await sitePaths(request)), ...OTHERS]

const SEEDED = ['/', '/about', '/contact', '/pricing', '/privacy', '/terms']

test('the sitemap names every page that was there before', {tag: '@journey'}, async ({request}) => {
  expect(await sitePaths(request)).toEqual(expect.arrayContaining(SEEDED))
})

test.describe('without scripts', () => {
  test.use({javaScriptEnabled: false})

  test('old addresses answer with and without the slash, and name one of them', {tag: '@journey'}, async ({
    page,
  }) => {
    for (const path of SEEDED.filter((path) => path !== '/')) {
      for (const address of [path, `${path}/`]) {
        const response = await page.goto(site() + address)
        expect(response?.status(), address).toBe(200)
        await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${site()}${path}`)
      }
    }
  })

  test('questions open to their answers', {tag: '@journey'}, async ({page}) => {
    await page.goto(`${site()}/pricing`)
    const answer = page.getByText('Plumbing businesses in the United States. We sell')
    await expect(answer).toBeHidden()
    await page.getByText('Who can buy?').click()
    await expect(answer).toBeVisible()
  })

  test('the price is the one that Stripe has, and its button leads to where it is paid', {
    tag: '@journey',
  }, async ({page}) => {
    await page.goto(`${site()}/pricing`)
    await expect(page.getByRole('row', {name: 'Due today, once'})).toContainText('US$99.00')
    await page.getByRole('link', {name: 'Get lifetime access'}).click()
    await expect(page).toHaveURL(/\/checkout\/lifetime-access/)
  })
})

test('the way to buy is in the first view of a small desktop', async ({browser}) => {
  const context = await browser.newContext({viewport: {width: 1024, height: 768}})
  const page = await context.newPage()
  await page.goto(site())
  await expect(
    page.getByRole('main').getByRole('link', {name: 'Get lifetime access'}).first(),
  ).toBeInViewport({ratio: 1})
  await context.close()
})

test('the contents of a policy fold on a phone, and are open on a desktop', async ({browser}) => {
  for (const [width, isOpen] of [
    [375, false],
    [1280, true],
  ] as const) {
    const context = await browser.newContext({viewport: {width, height: 812}})
    const page = await context.newPage()
    await page.goto(`${site()}/privacy`)
    const entries = page.getByRole('navigation', {name: 'Contents'}).getByRole('link')
    await expect(entries.first()).toBeVisible({visible: isOpen})
    if (!isOpen) await page.getByText('Contents', {exact: true}).locator('visible=true').click()
    await entries.last().click()
    await expect(page.getByRole('heading', {name: /Contact/}).last()).toBeInViewport()
    await context.close()
  }
})

for (const width of [320, 768, 1440]) {
  test(`every page holds together at ${width} pixels`, async ({browser, request}) => {
    const context = await browser.newContext({viewport: {width, height: 900}})
    for (const path of await everyPath(request)) {
      const page = await context.newPage()
      const {expectQuiet} = watchPage(page, site())
      await page.goto(site() + path)
      await test.step(path, async () => {
        expect(await beyondSides(page)).toEqual([])
        expect(await overlaps(page)).toEqual([])
        expect(await brokenWords(page)).toEqual([])
        const {violations} = await new AxeBuilder({page}).analyze()
        expect(violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)])).toEqual([])
        expectQuiet()
      })
      await page.close()
    }
    await context.close()
  })
}

test('no page needs to be moved sideways when it is magnified to 200 %', async ({browser, request}) => {
  const context = await browser.newContext({viewport: {width: 640, height: 450}, deviceScaleFactor: 2})
  const page = await context.newPage()
  for (const path of await everyPath(request)) {
    await page.goto(site() + path)
    expect(await beyondSides(page), path).toEqual([])
  }
  await context.close()
})

test('the keyboard reaches every link and button, in the order in which they stand', async ({
  page,
  request,
}) => {
  for (const path of await everyPath(request)) {
    await page.goto(site() + path)
    const expected = await page.evaluate(() => {
      const reachable = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
      return [...document.querySelectorAll<HTMLElement>(reachable)]
        .filter((element) => element.tabIndex >= 0 && element.checkVisibility())
        .map((element) => element.outerHTML)
    })
    const reached: string[] = []
    for (const _ of expected) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate(() => document.activeElement?.outerHTML ?? ''))
    }
    expect(reached, path).toEqual(expected)
  }
})

test('no link on any page is broken', {tag: '@journey'}, async ({page, request}) => {
  const seen = new Set<string>()
  for (const path of await sitePaths(request)) {
    await page.goto(site() + path)
    const addresses = await page.evaluate(() =>
      [...document.querySelectorAll('a[href], link[href], img[src], source[srcset], form[action]')]
        .flatMap((element) => [
          element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action') ?? '',
          ...(element.getAttribute('srcset') ?? '').split(',').map((part) => part.trim().split(' ')[0] ?? ''),
        ])
        .filter(Boolean),
    )
    for (const address of addresses) {
      const url = new URL(address, site() + path)
      if (url.origin !== site() || seen.has(url.href)) continue
      seen.add(url.href)
      if (url.hash) await expect(page.locator(`[id="${url.hash.slice(1)}"]`), url.href).toHaveCount(1)
      else expect((await request.get(url.href)).status(), `${url.href} on ${path}`).toBe(200)
    }
  }
  expect(seen.size).toBeGreaterThan(15)
})

test('the HTML of every page is valid', {tag: '@journey'}, async ({request}) => {
  const validator = new HtmlValidate({extends: ['html-validate:standard']})
  for (const path of await everyPath(request)) {
    const report = await validator.validateString(await (await request.get(site() + path)).text(), path)
    const found = report.results.flatMap(({messages}) =>
      messages.map(({ruleId, message, line, column}) => `${ruleId} ${line}:${column} ${message}`),
    )
    expect(found, path).toEqual([])
  }
})

test('the checker of the W3C finds nothing in any page', async ({request}) => {
  test.skip(!hasJava(), 'It needs Java 17, which this machine does not have.')
  for (const path of await everyPath(request)) {
    expect(await askNuChecker(await (await request.get(site() + path)).text()), path).toEqual([])
  }
})

test('on paper every answer is there, and no button', async ({page}) => {
  await page.goto(`${site()}/pricing`)
  await page.emulateMedia({media: 'print'})
  await expect(page.getByText('Plumbing businesses in the United States. We sell')).toBeVisible()
  await expect(page.getByRole('link', {name: 'Get lifetime access'})).toBeHidden()
})
