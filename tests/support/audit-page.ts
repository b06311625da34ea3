import type {Page} from 'playwright/test'
import {expect} from 'playwright/test'

/** Collects what a page says in the console, and every request that it makes to another host than its own. */
export function watchPage(page: Page, origin: string) {
  const messages: string[] = []
  const strangers: string[] = []
  page.on('console', (message) => messages.push(message.text()))
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

/** Elements that reach beyond the sides of the window, as a reader who must move the page sideways would find them. */
export const beyondSides = (page: Page) =>
  page.evaluate(() => {
    const {clientWidth, scrollWidth} = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`)
  })
