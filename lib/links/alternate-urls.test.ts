import {expect, test} from 'vitest'
import {cardPath, markdownPath, pathOfName} from './alternate-urls.ts'

test.each(['/', '/pricing', '/services/drains'])('card and Markdown of %s lead back to it', (path) => {
  const [, card = ''] = /^\/cards\/(.+)\.png$/.exec(cardPath(path)) ?? []
  const [, markdown = ''] = /^\/(.+)\.md$/.exec(markdownPath(path)) ?? []
  expect([pathOfName(card), pathOfName(markdown)]).toEqual([path, path])
})
