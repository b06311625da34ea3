import {expect, type Locator} from 'playwright/test'
import {services} from './services.ts'
import type {Studio} from './studio.ts'

/** Makes pages out of blocks in the Studio, as a marketer does. */
export class PageBuilder {
  readonly studio: Studio

  constructor(studio: Studio) {
    this.studio = studio
  }

  /** Begins a page from one of the tasks of the Studio's first screen. */
  async begin(task: string): Promise<void> {
    const {page} = this.studio
    await page.goto(`${services().studio.url}/start`)
    await page.getByRole('link', {name: task}).click()
    await this.studio.ready()
  }

  /** Fills single-line fields of the document by their names. */
  async fill(fields: Record<string, string>): Promise<void> {
    for (const [name, words] of Object.entries(fields)) await this.studio.text(name).fill(words)
  }

  /** Adds an entry to the end of a list in a group of the site's settings. Its form is open afterwards. */
  async addToSettings(group: string, list: string): Promise<Locator> {
    const {page} = this.studio
    await page.goto(`${services().studio.url}/structure/siteSettings`)
    await this.studio.ready()
    // A form that is still settling renders its tabs anew, and forgets which was chosen.
    await expect(async () => {
      await page.getByTestId(`group-tab-${group}`).click({timeout: 3_000})
      await this.studio.field(list).getByTestId('add-single-object-button').click({timeout: 3_000})
    }).toPass({timeout: 30_000})
    return this.form()
  }

  /** Chooses the document of this title for the reference of a form. */
  async refer(form: Locator, title: string): Promise<void> {
    const search = form.getByTestId('autocomplete')
    await search.click()
    await search.pressSequentially(title, {delay: 20})
    await this.studio.page
      .getByRole('option', {name: title})
      .or(this.studio.page.getByRole('button', {name: title}))
      .first()
      .click()
  }

  /** Adds a block of this title to the end of the page. Its form is open afterwards. */
  async add(title: string): Promise<Locator> {
    const {page} = this.studio
    const entry = page.getByRole('menuitem', {name: title, exact: true})
    // A form that is still settling renders its menu anew, which closes it.
    await expect(async () => {
      if (!(await entry.isVisible()))
        await this.studio.field('blocks').getByTestId('add-multiple-object-button').click({timeout: 3_000})
      await entry.click({timeout: 3_000})
    }).toPass({timeout: 60_000})
    return this.form()
  }

  /** Opens the form of a block that is there by the words that its entry shows. */
  async open(words: string): Promise<Locator> {
    await this.studio.field('blocks').getByRole('button', {name: words}).first().click()
    return this.form()
  }

  /** Closes the form of a block. */
  async close(): Promise<void> {
    const form = this.studio.page.getByRole('dialog')
    await form.getByRole('button', {name: 'Close dialog'}).click()
    await expect(form).toBeHidden()
  }

  private async form(): Promise<Locator> {
    const form = this.studio.page.getByRole('dialog')
    await expect(form).toBeVisible()
    return form
  }
}
