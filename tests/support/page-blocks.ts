import type {Page} from 'playwright/test'
import type {TextBlock} from './policy-file.ts'

/** The blocks of the policy that a page shows, in the order in which it shows them, without the list of contents. */
export async function pageBlocks(page: Page): Promise<TextBlock[]> {
  return page.locator('article').evaluate((article) => {
    const kinds: Record<string, TextBlock['kind']> = {H1: 'title', H2: 'heading', P: 'paragraph', LI: 'entry'}
    const ownText = (element: Element) => {
      const copy = element.cloneNode(true)
      if (copy instanceof Element) for (const list of copy.querySelectorAll('ul, ol')) list.remove()
      return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
    }
    const depthOf = (element: Element) => {
      let depth = 0
      for (let list = element.parentElement?.closest('ul, ol'); list; depth++)
        list = list.parentElement?.closest('ul, ol')
      return depth
    }
    return [...article.querySelectorAll('h1, h2, h3, h4, p, li')]
      .filter((element) => !element.closest('nav'))
      .map((element) => ({
        kind:
          element.closest('hgroup') && element.tagName === 'P'
            ? 'subtitle'
            : (kinds[element.tagName] ?? 'title'),
        depth: depthOf(element),
        text: ownText(element),
      }))
  })
}
