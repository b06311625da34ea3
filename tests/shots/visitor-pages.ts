import {services} from '#tests/support/services.ts'
import {sitePaths} from '#tests/support/site.ts'
import type {Photographer} from './photographer.ts'

/** Everything that a visitor reads, the answers of the contact form included. */
export async function takeVisitorPages(photographer: Photographer): Promise<void> {
  const {page} = photographer
  const {url} = services().site
  for (const path of await sitePaths(page.request)) {
    await page.goto(url + path)
    await photographer.take(path === '/' ? 'home' : path.slice(1).replaceAll('/', '-'))
  }
  await page.goto(`${url}/there-is-no-such-page`)
  await photographer.take('not-found')

  await page.goto(`${url}/contact`)
  await page.getByLabel('Your name').fill('Ann Pipes')
  await page.getByRole('button', {name: 'Send'}).click()
  await page.getByRole('alert').waitFor()
  await photographer.take('contact-incomplete')
  await page.getByLabel('E-mail').fill(`ann-${crypto.randomUUID()}@pipes.example`)
  await page.getByLabel('Business name').fill('Pipes & Sons')
  await page.getByLabel('What is it about?').selectOption('A question')
  await page.getByLabel('Message').fill('Do you work with Outlook?')
  await page.getByRole('button', {name: 'Send'}).click()
  await page.waitForURL(/contact\/sent/)
  await photographer.take('contact-sent')
}
