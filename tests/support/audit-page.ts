import {spawn, spawnSync} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {expect, type Page} from 'playwright/test'
import {z} from 'zod'

/** Collects what a page says in the console, and every request that it makes to another host than its own. */
export function watchPage(page: Page, origin: string) {
  const messages: string[] = []
  const strangers: string[] = []
  page.on('console', (message) => {
    // A browser says itself that the page it was led to does not exist.
    const isStatusOfPage = message.location().url === page.url() && message.text().includes('status of 404')
    if (!isStatusOfPage) messages.push(message.text())
  })
  page.on('pageerror', (error) => messages.push(error.message))
  page.on('request', (request) => {
    const {protocol, origin: asked} = new URL(request.url())
    if (protocol.startsWith('http') && asked !== origin) strangers.push(request.url())
  })
  return {
    expectQuiet() {
      expect(messages, 'in the console').toEqual([])
      expect(strangers, 'requests to other hosts').toEqual([])
    },
  }
}

/**
 * Elements with words of their own that lie over each other, as pairs. Parts of the page that are closed, and words within
 * a line of others, do not count.
 */
export const overlaps = (page: Page) =>
  page.evaluate(() => {
    const hasWords = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    const elements = [...document.querySelectorAll('body *')].filter(
      (element) =>
        (hasWords(element) || element.matches('input, select, textarea')) &&
        element.checkVisibility({opacityProperty: true, visibilityProperty: true}) &&
        !getComputedStyle(element).display.startsWith('inline') &&
        !element.closest('[aria-hidden=true], [inert], svg'),
    )
    // Of a part that scrolls, only what is in view can lie over other words.
    const inView = (element: Element) => {
      const {left, right, top, bottom} = element.getBoundingClientRect()
      const scroller = element.closest('figure')?.getBoundingClientRect()
      return {
        left: Math.max(left, scroller?.left ?? left),
        right: Math.min(right, scroller?.right ?? right),
        top,
        bottom,
      }
    }
    const shown = elements.map((element) => ({element, box: inView(element)}))
    return shown.flatMap((a, index) =>
      shown.slice(index + 1).flatMap((b) => {
        if (a.element.contains(b.element) || b.element.contains(a.element)) return []
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        const words = (element: Element) => `${element.tagName} ${element.textContent?.slice(0, 30) ?? ''}`
        return width > 2 && height > 2 ? [`${words(a.element)} × ${words(b.element)}`] : []
      }),
    )
  })

/** Elements that reach beyond the sides of the window, as a reader who must move the page sideways would find them. */
export const beyondSides = (page: Page) =>
  page.evaluate(() => {
    const {clientWidth, scrollWidth} = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const beyond = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`)
    return beyond.length > 0 ? beyond : [`The page is ${scrollWidth - clientWidth} pixels too wide.`]
  })

/**
 * Words that stand on two lines, cut within. Addresses do not count, which have no better place to be cut, nor do words
 * that can be scrolled to.
 */
export const brokenWords = (page: Page) =>
  page.evaluate(() => {
    const broken = new Set<string>()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      for (const {0: token, index: start} of (text.nodeValue ?? '').matchAll(/\S+/g)) {
        if (/[@/]|\w\.\w/.test(token)) continue
        for (const {0: word, index} of token.matchAll(/[\p{L}\p{N}]+[.,:;!?]*/gu)) {
          const range = document.createRange()
          range.setStart(text, start + index)
          range.setEnd(text, start + index + word.length)
          const lines = new Set(
            [...range.getClientRects()].filter(({width}) => width > 0).map(({top}) => Math.round(top)),
          )
          if (lines.size > 1) broken.add(word)
        }
      }
    return [...broken]
  })

const CHECKER = fileURLToPath(import.meta.resolve('vnu-jar/build/dist/vnu.jar'))

const report = z.object({
  messages: z.array(z.object({type: z.string(), message: z.string(), lastLine: z.number().optional()})),
})

/** Whether this machine can run the Nu HTML checker, which is a Java program. */
export const hasJava = () => spawnSync('java', ['-version']).status === 0

/**
 * What the Nu HTML checker, which the W3C runs at https://validator.w3.org/nu/, has to say against a page: errors and
 * warnings with their lines. Needs Java 17.
 */
export async function askNuChecker(html: string): Promise<string[]> {
  const checker = spawn('java', ['-jar', CHECKER, '--format', 'json', '--exit-zero-always', '-'])
  checker.stdin.end(html)
  const {messages} = report.parse(JSON.parse(await text(checker.stderr)))
  return messages.map(({type, message, lastLine = 0}) => `${type} ${lastLine}: ${message}`)
}
