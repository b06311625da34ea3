import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {viewOf} from '../views.ts'
import {video} from './index.tsx'

const {example} = video

const still = {
  alt: 'A phone on a workbench',
  asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-1920x1080-jpg'},
  hotspot: null,
  crop: null,
  preview: null,
} as const

test('a still leads to the page of the provider, and nothing of the provider is loaded', () => {
  const html = htmlOf({...example, still})
  expect(html).toContain('<a href="https://www.youtube.com/watch?v=example">')
  expect(html).toContain('width="1080" height="608" alt="A phone on a workbench"')
  expect(html).toContain('<span>Watch on YouTube · 2:14</span>')
  expect(html).not.toMatch(/<(iframe|video|script)|src="https:/)
})

test.each([
  ['https://youtu.be/abc', 'YouTube'],
  ['https://m.youtube.com/watch?v=abc', 'YouTube'],
  ['https://player.vimeo.com/video/1', 'Vimeo'],
  ['https://videos.example/1', 'videos.example'],
])('%s is called %s', (href, name) => {
  expect(htmlOf({...example, href, length: null})).toContain(`<span>Watch on ${name}</span>`)
})

test('without a video, or with an address that visitors may not follow, there is no frame', () => {
  expect(htmlOf({...example, href: null})).not.toContain('<a')
  expect(htmlOf({...example, href: 'javascript:alert(1)'})).not.toContain('<a')
})

test('in Markdown a video is the words of its still and a link', () => {
  expect(viewOf(example)?.toMarkdown({...example, still}, {})).toBe(
    '## Video\n\nA sentence under the heading.\n\nA phone on a workbench\n\n[Watch on YouTube · 2:14](https://www.youtube.com/watch?v=example)',
  )
})
