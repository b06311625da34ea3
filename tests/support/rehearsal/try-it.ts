import {createHash, X509Certificate} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Browser, chromium, type Page} from 'playwright'
import {expect as expectWithin5Seconds} from 'playwright/test'
import sharp from 'sharp'
import {CHROMIUM_FLAGS, findChromium} from '#scripts/chromium.ts'
import {findProgram} from '#scripts/programs.ts'
import {CHROMIUM_NAMES, HEADLESS_SHELL} from '#scripts/setup/debian.mjs'
import {eventually} from '../eventually.ts'
import {redAboveBlue} from '../red-above-blue.ts'
import {contentClient, services} from '../services.ts'
import {BrowserBuyer} from '../shop/browser-buyer.ts'
import {type RunningShop, setupLinkOf} from '../shop/running-shop.ts'
import {newEmail} from '../shop/stripe.ts'
import {Studio} from '../studio.ts'
import {AUTHORITY_FILE, HOSTED_NAMES} from './hosted-services.ts'

/** What people do at the site once it is live, in a browser that trusts the authority of the rehearsal. */

/** Two slow processors run the site, its build, the services and the browser. */
const expect = expectWithin5Seconds.configure({timeout: 60_000})

/** Where Chromium and Chrome read what an administrator demands of them. */
const POLICY_FOLDERS = ['/etc/chromium/policies/managed', '/etc/opt/chrome/policies/managed']

/** The only one of its kind that reads neither policies nor an authority of one's own. */
const isWholeBrowser = (name: string) => name !== HEADLESS_SHELL

/**
 * Starts a browser. A whole one is given the authority, and checks every name and certificate; one without a window cannot be given one,
 * and is told to accept what is signed with its key.
 */
export async function startBrowser(): Promise<{browser: Browser; checksNames: boolean}> {
  const authority = new X509Certificate(readFileSync(AUTHORITY_FILE))
  for (const folder of POLICY_FOLDERS) {
    mkdirSync(folder, {recursive: true})
    const policy = {CACertificates: [authority.raw.toString('base64')]}
    writeFileSync(join(folder, 'rehearsal.json'), JSON.stringify(policy))
  }
  const whole = CHROMIUM_NAMES.filter(isWholeBrowser)
    .map(findProgram)
    .find((path) => path !== undefined)
  const key = authority.publicKey.export({type: 'spki', format: 'der'})
  const acceptance = `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`
  const browser = await chromium.launch({
    executablePath: whole ?? findChromium(),
    args: [...CHROMIUM_FLAGS, ...(whole === undefined ? [acceptance] : [])],
  })
  return {browser, checksNames: whole !== undefined}
}

const html = async (path: string) => (await fetch(`${services().site.url}${path}`)).text()

/** Looks at every page of the sitemap, and at what its answer says for the safety of browsers. */
export async function lookAtPages(): Promise<string> {
  const paths = [...(await html('/sitemap.xml')).matchAll(/<loc>([^<]+)<\/loc>/g)].map(
    ([, url = '']) => new URL(url).pathname,
  )
  expect(paths).toEqual(expect.arrayContaining(['/', '/privacy']))
  for (const path of paths) {
    const answer = await fetch(`${services().site.url}${path}`)
    expect(answer.status, path).toBe(200)
    expect(Object.fromEntries(answer.headers), path).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'strict-transport-security': 'max-age=86400',
      'x-content-type-options': 'nosniff',
    })
    expect(await answer.text(), path).toContain('<main')
  }
  const plain = await fetch(services().site.url.replace('https:', 'http:'), {redirect: 'manual'})
  expect(plain.headers.get('location')).toBe(`${services().site.url}/`)
  return `${paths.length} pages, each with its policy; http leads to https`
}

/** An editor at the Studio, and what the policy of its page kept it from. */
export class Editor {
  readonly studio: Studio
  readonly violations: readonly string[]
  /** Hosts that the Studio asked for and did not reach, since they are not on the machine. */
  readonly unanswered: ReadonlySet<string>

  private constructor(studio: Studio, violations: readonly string[], unanswered: ReadonlySet<string>) {
    this.studio = studio
    this.violations = violations
    this.unanswered = unanswered
  }

  /** Signs in as Sanity's own sign-in does: a choice of providers, and a way back with a session. */
  static async signIn(browser: Browser): Promise<Editor> {
    const profile = await browser.newContext({viewport: {width: 1500, height: 950}})
    const violations: string[] = []
    await profile.exposeFunction('reportViolation', (violation: string) => violations.push(violation))
    await profile.addInitScript(() =>
      document.addEventListener(
        'securitypolicyviolation',
        ({effectiveDirective, blockedURI, documentURI}) => {
          const report: unknown = Reflect.get(window, 'reportViolation')
          if (typeof report === 'function') report(`${effectiveDirective}: ${blockedURI} at ${documentURI}`)
        },
      ),
    )
    const unanswered = new Set<string>()
    profile.on('requestfailed', (request) => {
      const {hostname} = new URL(request.url())
      if (!HOSTED_NAMES.includes(hostname) && hostname !== new URL(services().site.url).hostname)
        unanswered.add(hostname)
    })
    const page = await profile.newPage()
    await page.goto(services().studio.url)
    await page.getByText('This machine').click({timeout: 60_000})
    await page.getByRole('link', {name: 'Local Administrator'}).click()
    await expect(page.getByTestId('studio-navbar')).toBeVisible()
    return new Editor(new Studio(page), violations, unanswered)
  }

  /** Changes the title of the privacy policy. How long its page was old. */
  async publish(): Promise<string> {
    const words = ' as rehearsed'
    await this.studio.open('policy', 'policy-privacy')
    const draft = () => contentClient().fetch('*[_id == "drafts.policy-privacy"][0].title')
    // The Studio loses what is written while it still joins the editing session.
    await expect(async () => {
      await this.studio.text('title').fill(`Privacy Policy${words}`)
      await expect.poll(draft, {timeout: 5_000}).toContain(words)
    }).toPass({timeout: 60_000})
    expect(await html('/privacy')).not.toContain(words)
    await this.studio.publish()
    const start = performance.now()
    await eventually(
      () => html('/privacy'),
      (text) => text.includes(words),
    )
    return `fresh ${Math.ceil((performance.now() - start) / 100) / 10} s after the Studio said so`
  }

  /** Gives the site a picture for shared links, and fetches it from there. */
  async addPicture(): Promise<string> {
    const {page} = this.studio
    const client = contentClient()
    const draft = () => client.fetch('*[_id == "drafts.siteSettings"][0].shareImage.asset->url')
    await page.goto(`${services().studio.url}/structure/siteSettings`)
    await this.studio.ready()
    const file = {name: 'van.png', mimeType: 'image/png', buffer: await redAboveBlue()}
    // The Studio lets go of a file that is chosen while it still joins the editing session.
    await expect(async () => {
      await page.getByTestId('file-button-input').setInputFiles(file)
      await expect.poll(draft, {timeout: 5_000}).toMatch(/^https:\/\/cdn\.sanity\.io\/images\//)
    }).toPass({timeout: 60_000})
    await this.studio.text('shareImage.alt').fill('A red field above a blue one')
    await this.studio.publish()
    const address = await eventually(
      async () => /<meta property="og:image" content="([^"]+)"/.exec(await html('/privacy'))?.[1] ?? '',
      (found) => found.startsWith(`${services().site.url}/media/`),
    )
    const answer = await fetch(address.replaceAll('&amp;', '&'))
    expect(answer.status).toBe(200)
    const {width, height, format} = await sharp(await answer.arrayBuffer()).metadata()
    return `a ${format} of ${width} × ${height} from ${new URL(address).pathname.replace(/[^/]+$/, '…')}`
  }

  /** Looks at the other tools of the Studio, the page beside its form included. */
  async lookAround(): Promise<void> {
    const {page} = this.studio
    await page.goto(`${services().studio.url}/presentation?preview=/privacy`)
    await expect(page.frameLocator('iframe').getByRole('heading', {level: 1})).toBeVisible()
    await page.goto(`${services().studio.url}/pictures`)
    await expect(page.getByRole('heading', {name: 'Pictures', level: 1})).toBeVisible()
    await page.goto(`${services().studio.url}/vision`)
    await expect(page.getByTestId('vision-query-editor')).toBeVisible()
  }
}

export type Purchase = {orderId: string; setupUrl: string; seen: string}

/** Buys at Stripe's page, and waits for the thanks and the mail. */
export async function buy(page: Page, shop: RunningShop): Promise<Purchase> {
  const buyer = new BrowserBuyer(page, shop)
  await buyer.openCheckout()
  await buyer.pressBuy()
  const paidAt = new URL(page.url()).host
  await buyer.payByCard()
  await buyer.expectPaid()
  const {id} = await buyer.order(({state}) => state === 'awaiting_details')
  await expect(page.getByText(id)).toBeVisible()
  return {
    orderId: id,
    setupUrl: await setupLinkOf(shop, id),
    seen: `paid at ${paidAt}, thanked, confirmed by mail`,
  }
}

/** Opens the link of the mail, and saves a part of the form. */
export async function setUp(page: Page, {setupUrl}: Purchase): Promise<void> {
  await page.goto(setupUrl)
  await page.getByRole('button', {name: 'Open the form'}).click()
  await page.getByLabel('Name that customers know', {exact: true}).fill('Pipes & Sons')
  await page.getByLabel('Phone number that customers call', {exact: true}).fill('(415) 555-2671')
  await page.getByLabel('Services that you offer', {exact: true}).fill('Drain cleaning')
  await page.getByRole('button', {name: 'Save “Your business”'}).click()
  await expect(page.getByText('1 of 7 parts complete')).toBeVisible()
}

/** Asks for one's own data; a link comes by mail. */
export async function askForData(shop: RunningShop): Promise<void> {
  const email = newEmail()
  const answer = await fetch(`${shop.siteUrl}/privacy/requests`, {
    method: 'POST',
    headers: {origin: shop.siteUrl, 'sec-fetch-site': 'same-origin'},
    body: new URLSearchParams({kind: 'access', email}),
  })
  expect(answer.status).toBe(200)
  await eventually(
    () => shop.inbox.about('/privacy/requests?link='),
    (mails) => mails.some(({to}) => to.includes(email)),
  )
}
