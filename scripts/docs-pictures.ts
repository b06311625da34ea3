import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {type Browser, chromium, type Page} from 'playwright'
import sharp from 'sharp'
import {CHROMIUM_FLAGS, findChromium} from './chromium.ts'
import {demoPlaces, readAddresses} from './stack/layout.ts'

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images')
const SIZE = {width: 1280, height: 800}
/** Enough for the flat colours of a Studio, at a fifth of the bytes. */
const COLOURS = 64

type Scene = {name: string; path: string; until: (page: Page) => Promise<unknown>}
type Person = 'Local Editor' | 'Local Administrator'

/** What the guide for marketers shows. */
const SCENES: readonly Scene[] = [
  {
    name: 'start',
    path: '/start',
    until: (page) => page.getByRole('link', {name: /^Pricing/}).waitFor(),
  },
  {
    name: 'page',
    path: '/structure/page;page-pricing',
    // A form that is still arranging itself puts another list in the place of the one that was found.
    until: (page) =>
      page.waitForFunction(() => {
        const list = document.querySelector('[data-testid="field-blocks"]')
        list?.scrollIntoView({block: 'end'})
        return list !== null && list.getBoundingClientRect().top < window.innerHeight
      }),
  },
  {
    name: 'edit-on-the-page',
    path: '/presentation/page/page-pricing?preview=/pricing',
    until: async (page) => {
      await page.frameLocator('iframe').getByRole('heading', {level: 1}).waitFor()
      await page.getByTestId('field-blocks').waitFor()
      await page.getByText('Loading').waitFor({state: 'hidden'})
    },
  },
]

/** What the handbook of the owner's desk shows, with the orders and messages that are there: buy something and write first. */
const DESK_SCENES: readonly Scene[] = [
  {
    name: 'desk-start',
    path: '/start',
    until: (page) => page.getByRole('list', {name: 'Waiting for you'}).waitFor(),
  },
  {
    name: 'desk-order',
    path: '/orders',
    until: async (page) => {
      await page.getByRole('row').nth(1).getByRole('link').click()
      await page.getByRole('heading', {name: 'What happened'}).waitFor()
    },
  },
  {
    name: 'desk-messages',
    path: '/messages',
    until: async (page) => {
      await page.getByTestId('desk-screen').getByRole('link').first().click()
      await page.getByLabel(/^Your answer goes to/).waitFor()
    },
  },
]

// `npm run demo` runs meanwhile, on content as it was seeded.
const {studio} = readAddresses(process.env.STACK_SERVICES ?? demoPlaces().services)
const executablePath = findChromium()
const browser = await chromium.launch({args: CHROMIUM_FLAGS, ...(executablePath && {executablePath})})
try {
  await mkdir(FOLDER, {recursive: true})
  await takeAll(browser, 'Local Editor', SCENES)
  await takeAll(browser, 'Local Administrator', DESK_SCENES)
} finally {
  await browser.close()
}

async function takeAll(browser: Browser, person: Person, scenes: readonly Scene[]): Promise<void> {
  const page = await signIn(browser, person)
  for (const scene of scenes) await take(page, scene)
  await page.close()
}

async function signIn(browser: Browser, person: Person): Promise<Page> {
  const page = await browser.newPage({viewport: SIZE, reducedMotion: 'reduce'})
  page.setDefaultTimeout(120_000)
  await page.goto(studio.url)
  await page.getByRole('link', {name: person}).click()
  await page.getByTestId('studio-navbar').waitFor()
  return page
}

async function take(page: Page, {name, path, until}: Scene): Promise<void> {
  await page.goto(`${studio.url}${path}`)
  await until(page)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const file = join(FOLDER, `${name}.png`)
  const {size} = await sharp(await pictureAtRest(page))
    .png({palette: true, colours: COLOURS, effort: 10})
    .toFile(file)
  console.log(`${file}: ${Math.round(size / 1024)} KB`)
}

/** A Studio goes on arranging itself for a while: the picture is taken once nothing has moved for half a second. */
async function pictureAtRest(page: Page): Promise<Buffer> {
  let picture = await page.screenshot()
  for (;;) {
    await delay(500)
    const next = await page.screenshot()
    if (next.equals(picture)) return picture
    picture = next
  }
}
