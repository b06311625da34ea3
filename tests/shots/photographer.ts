import {join} from 'node:path'
import type {Page} from 'playwright'

/** Takes whole pages at one width of the window, each into a file of its own. */
export class Photographer {
  readonly page: Page
  readonly #folder: string
  readonly #width: string

  /** @param width what the width is called in the names of files, for example `phone` */
  constructor(page: Page, folder: string, width: string) {
    this.page = page
    this.#folder = folder
    this.#width = width
  }

  /** Takes what the page shows, from its top to its end, once fonts and pictures are there. */
  async take(name: string): Promise<void> {
    await this.page.evaluate(async () => {
      await document.fonts.ready
      // Pictures further down are asked for when they come near.
      for (const image of document.images) image.loading = 'eager'
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))
    })
    const path = join(this.#folder, `${name}-${this.#width}.png`)
    await this.page.screenshot({path, fullPage: true})
    console.log(path)
  }
}
