import {expect, test} from 'playwright/test'
import {z} from 'zod'
import {services} from '#tests/support/services.ts'
import {sitePaths} from '#tests/support/site.ts'

const site = () => services().site.url

const thing = z.looseObject({'@type': z.string()})
const graph = z.object({'@context': z.literal('https://schema.org'), '@graph': z.array(thing)})

/** What Google documents as required for each kind of thing. */
const REQUIRED: Record<string, z.ZodType> = {
  Organization: z.looseObject({name: z.string(), url: z.url()}),
  WebSite: z.looseObject({name: z.string(), url: z.url()}),
  Product: z.looseObject({
    name: z.string(),
    offers: z.looseObject({price: z.string().regex(/^\d+\.\d\d$/), priceCurrency: z.string().length(3)}),
  }),
  FAQPage: z.looseObject({
    mainEntity: z
      .array(z.looseObject({name: z.string(), acceptedAnswer: z.looseObject({text: z.string().min(1)})}))
      .min(1),
  }),
  BreadcrumbList: z.looseObject({
    itemListElement: z.array(z.looseObject({position: z.int(), name: z.string(), item: z.url()})).min(2),
  }),
}

test('every page says what it is to search engines and messengers', async ({page, request}) => {
  const titles = new Set<string>()
  const descriptions = new Set<string>()
  const paths = await sitePaths(request)
  for (const path of paths) {
    await page.goto(site() + path)
    titles.add(await page.title())
    const content = async (selector: string) => (await page.locator(selector).getAttribute('content')) ?? ''
    descriptions.add(await content('meta[name=description]'))
    await expect(page.locator('h1')).toHaveCount(1)
    const picture = await request.get(await content('meta[property="og:image"]'))
    expect(picture.status(), path).toBe(200)
    expect(picture.headers()['content-type']).toMatch(/^image\/(png|jpeg)$/)
  }
  expect(titles.size).toBe(paths.length)
  expect(descriptions.size).toBe(paths.length)
})

test('structured data has what Google requires, and the price that Stripe has', async ({page, request}) => {
  const kinds = new Set<string>()
  for (const path of await sitePaths(request)) {
    await page.goto(site() + path)
    for (const json of await page.locator('script[type="application/ld+json"]').allTextContents()) {
      for (const found of graph.parse(JSON.parse(json))['@graph']) {
        kinds.add(found['@type'])
        expect(
          REQUIRED[found['@type']]?.safeParse(found).error,
          `${found['@type']} on ${path}`,
        ).toBeUndefined()
        if (found['@type'] === 'Product')
          expect(found.offers).toMatchObject({price: '99.00', priceCurrency: 'USD'})
      }
    }
  }
  expect([...kinds].sort()).toEqual(Object.keys(REQUIRED).sort())
})

test('every page has a twin in Markdown, and llms.txt leads to all of them', {tag: '@journey'}, async ({
  request,
}) => {
  const llms = await (await request.get(`${site()}/llms.txt`)).text()
  const twins = [...llms.matchAll(/\]\((\S+\.md)\)/g)].map(([, url = '']) => url)
  expect(
    twins.map((url) => new URL(url).pathname.replace(/\.md$/, '').replace('/index', '/')).sort(),
  ).toEqual((await sitePaths(request)).sort())
  for (const url of twins) {
    const response = await request.get(url)
    expect(response.headers()['content-type']).toBe('text/markdown; charset=utf-8')
    expect(await response.text()).toMatch(/^# \S/)
  }
  expect((await request.get(`${site()}/nothing.md`)).status()).toBe(404)
})

test('robots, manifest and icons are there', {tag: '@journey'}, async ({request}) => {
  expect(await (await request.get(`${site()}/robots.txt`)).text()).toContain(`Sitemap: ${site()}/sitemap.xml`)
  const manifest = z
    .object({name: z.string(), icons: z.array(z.object({src: z.string(), type: z.string()})).min(1)})
    .parse(await (await request.get(`${site()}/manifest.webmanifest`)).json())
  for (const {src, type} of manifest.icons) {
    const icon = await request.get(site() + src)
    expect(icon.headers()['content-type'], src).toBe(type)
  }
  // Asked for by who never looks at a page first.
  expect((await request.get(`${site()}/favicon.ico`)).headers()['content-type']).toBe('image/x-icon')
})

test('the page of all blocks is not there in production', {tag: '@journey'}, async ({request}) => {
  expect((await request.get(`${site()}/blocks`)).status()).toBe(404)
})
