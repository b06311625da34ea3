import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from 'playwright/test'
import {services} from './services.ts'

export type Person = 'Local Administrator' | 'Local Editor' | 'Local Viewer'

/** What stands below a document that has no changes to publish. */
const PUBLISHED = /^Last published/

const WINDOW = {viewport: {width: 1500, height: 950}}

/** A signed-in Studio in a browser window of its own. */
export class Studio {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens the Studio in a fresh browser profile and signs in through its own sign-in page. */
  static async signIn(browser: Browser, person: Person = 'Local Editor'): Promise<Studio> {
    return Studio.openIn(await browser.newContext(WINDOW), person)
  }

  /** Opens the Studio in a browser profile, and signs in unless this person is signed in there already. */
  static async openIn(profile: BrowserContext, person: Person): Promise<Studio> {
    const page = await profile.newPage()
    await page.goto(services().studio.url)
    const link = page.getByRole('link', {name: person})
    const navbar = page.getByTestId('studio-navbar')
    await expect(link.or(navbar).first()).toBeVisible({timeout: 60_000})
    if (await link.isVisible()) await link.click()
    await expect(navbar).toBeVisible({timeout: 60_000})
    return new Studio(page)
  }

  /** Opens a document in the desk. `id` is the published id. */
  async open(type: string, id: string): Promise<void> {
    await this.page.goto(`${services().studio.url}/structure/${type};${id}`)
    await this.ready()
  }

  /** Waits until the open document can be edited: what is typed before that is lost by the Studio itself. */
  async ready(): Promise<void> {
    await expect(this.page.getByTestId('document-panel-scroller')).toBeVisible({timeout: 60_000})
    await expect(this.page.getByTestId('form-view')).toBeVisible()
    await expect(this.status('Loading')).toBeHidden()
  }

  field(name: string): Locator {
    return this.page.getByTestId(`field-${name}`)
  }

  text(name: string): Locator {
    return this.field(name).getByTestId('string-input')
  }

  /** Types at the end of a single-line field. */
  async append(name: string, words: string): Promise<void> {
    const input = this.text(name)
    await input.click()
    await input.press('End')
    await input.pressSequentially(words, {delay: 20})
  }

  /** The rich-text editor of a field, awake and ready for typing. */
  async editor(name: string): Promise<Locator> {
    const field = this.field(name)
    // A form that is still settling puts another field in the place of the one that was found.
    await expect(() => field.scrollIntoViewIfNeeded({timeout: 3000})).toPass({timeout: 30_000})
    const asleep = field.getByTestId('activate-overlay')
    if (await asleep.isVisible()) await asleep.click()
    await expect(asleep).toBeHidden()
    const editor = field.locator('[contenteditable="true"]').first()
    await expect(editor).toBeVisible()
    return editor
  }

  /** Selects `word` within the paragraph that holds `paragraph`, and types over it. */
  async replaceWord(editor: Locator, paragraph: string, word: string, replacement: string): Promise<void> {
    await editor.getByText(paragraph).first().click()
    await expect(editor).toBeFocused()
    await editor.evaluate(
      (root, {paragraph, word}) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.textContent ?? ''
          const at = text.indexOf(word, Math.max(0, text.indexOf(paragraph)))
          if (!text.includes(paragraph) || at < 0) continue
          document.getSelection()?.setBaseAndExtent(node, at, node, at + word.length)
          return
        }
        throw new Error(`No "${word}" in "${paragraph}".`)
      },
      {paragraph, word},
    )
    await this.page.keyboard.type(replacement, {delay: 20})
  }

  /** Puts the caret at the end of the one-line paragraph of these words. */
  async placeCaret(editor: Locator, paragraph: string): Promise<void> {
    const words = editor.getByText(paragraph).first()
    // While the editor wakes up it may put the caret somewhere else once more.
    await expect(async () => {
      await words.click({timeout: 3000})
      await expect(editor).toBeFocused({timeout: 1000})
      await this.page.keyboard.press('End')
      const caret = await words.evaluate((element) => {
        const {focusNode, focusOffset} = document.getSelection() ?? {}
        return {isInside: element.contains(focusNode ?? null), offset: focusOffset}
      })
      expect(caret).toEqual({isInside: true, offset: paragraph.length})
    }).toPass({timeout: 30_000})
  }

  /** Clicks words of a page in the preview. They can be clicked once the overlays know of them. */
  async clickToEdit(words: Locator): Promise<void> {
    const before = this.page.url()
    await expect(async () => {
      await words.hover({timeout: 3000})
      await words.click({timeout: 3000})
      await expect.poll(() => this.page.url(), {timeout: 3000}).not.toBe(before)
    }).toPass({timeout: 60_000})
  }

  /** The id of the open document, published or not. */
  get openId(): string {
    const id = /;([^;,%?/]+)(?:[,%?/][^;]*)?$/.exec(this.page.url())?.[1]
    if (!id) throw new Error(`No document is open at ${this.page.url()}.`)
    return id
  }

  /** Shows the open document as visitors have it, or as it is being written. */
  async show(version: 'Published' | 'Draft'): Promise<void> {
    await this.page.getByTestId(`document-header-${version}-chip`).click()
    await this.ready()
  }

  get publishButton(): Locator {
    return this.page.getByTestId('action-publish')
  }

  status(text: string | RegExp): Locator {
    return this.page.getByTestId('document-pane').getByText(text)
  }

  /**
   * Publishes the open document and waits until the Studio says so. While the Studio still checks the form as it was a
   * moment ago, a press of the button may come to nothing.
   *
   * @param summary what is said where a policy asks what changed
   */
  async publish(summary = 'A change that is tried out.'): Promise<void> {
    const asked = this.page.getByTestId('publish-version')
    await expect(async () => {
      if (await this.publishButton.isEnabled()) await this.publishButton.click({timeout: 5000})
      await expect(asked.or(this.status(PUBLISHED)).first()).toBeVisible({timeout: 5000})
      if (await asked.isVisible()) {
        const words = this.page.getByTestId('version-summary')
        if (await words.isVisible()) await words.fill(summary)
        await asked.click({timeout: 5000})
      }
      await expect(this.status(PUBLISHED)).toBeVisible({timeout: 5000})
    }).toPass({timeout: 60_000})
  }

  /** Chooses an entry of the menu beside the publish button, such as Duplicate. */
  async act(name: string | RegExp): Promise<void> {
    await this.choose(this.page.getByTestId('action-menu-button').last(), name)
  }

  /** Chooses an entry of the document's own menu, such as History. */
  async menu(name: string | RegExp): Promise<void> {
    await this.choose(this.page.getByTestId('pane-context-menu-button').last(), name)
  }

  /** Opens a menu and chooses from it. The Studio closes a menu whose pane it renders again, so opening may take two tries. */
  private async choose(button: Locator, name: string | RegExp): Promise<void> {
    const item = this.page.getByRole('menuitem', {name})
    await expect(async () => {
      if (!(await item.isVisible())) await button.click({timeout: 5000})
      await expect(item).toBeVisible({timeout: 5000})
    }).toPass()
    await item.click()
  }

  /** Answers a question of the Studio with yes. */
  async confirm(): Promise<void> {
    await this.page.getByTestId('confirm-button').click()
  }
}

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

  /** Removes the first block of the page, which the Studio asks about. */
  async removeFirst(): Promise<void> {
    const {page} = this.studio
    const question = page.getByTestId('confirm-remove-block')
    const remove = page.getByRole('menuitem', {name: 'Remove', exact: true})
    await expect(async () => {
      if (!(await remove.isVisible()))
        await this.studio
          .field('blocks')
          .getByTestId('array-item-menu-button')
          .first()
          .click({timeout: 3_000})
      await remove.click({timeout: 3_000})
      await expect(question).toBeVisible({timeout: 3_000})
    }).toPass({timeout: 60_000})
    await question.click()
  }

  private async form(): Promise<Locator> {
    const form = this.studio.page.getByRole('dialog')
    await expect(form).toBeVisible()
    return form
  }
}

type SignedIn = {
  /** Signs a person in to the Studio, in a window of their own that closes when the test ends. */
  signIn: (person?: Person) => Promise<Studio>
}

type Profiles = {
  /** The browser profile in which a person works. A Studio that was loaded there before is there in half of the time. */
  profileOf: (person: Person) => Promise<BrowserContext>
}

/** A test in which people work in the Studio. */
export const test = base.extend<SignedIn, Profiles>({
  profileOf: [
    async ({browser}, use) => {
      const profiles = new Map<Person, Promise<BrowserContext>>()
      await use((person) => {
        const profile = profiles.get(person) ?? browser.newContext(WINDOW)
        profiles.set(person, profile)
        return profile
      })
      for (const profile of profiles.values()) await (await profile).close()
    },
    {scope: 'worker'},
  ],
  signIn: async ({profileOf}, use) => {
    const used = new Set<BrowserContext>()
    await use(async (person = 'Local Editor') => {
      const profile = await profileOf(person)
      used.add(profile)
      return Studio.openIn(profile, person)
    })
    for (const profile of used) {
      await Promise.all(profile.pages().map((page) => page.close()))
      // Such as that of a preview.
      await profile.clearCookies()
    }
  },
})
