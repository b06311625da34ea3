import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {viewOf} from '../views.ts'
import {gallery} from './index.tsx'

const {example} = gallery
const item = {
  _key: 'g1',
  caption: 'Words under the picture',
  picture: {
    alt: 'What the picture shows',
    asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-2000x1500-jpg'},
    hotspot: null,
    crop: null,
    preview: null,
  },
} as const

test('pictures are a list, all in one shape, with their words and captions', () => {
  const html = htmlOf(example)
  expect(html).toContain('width="1080" height="810" alt="What the picture shows" loading="lazy"')
  expect(html).toContain('<figcaption>Words under the picture</figcaption></figure></li></ul>')
})

test('an entry without a picture leaves nothing', () => {
  expect(htmlOf({...example, items: [{...item, picture: null}]})).not.toContain('<li>')
})

test('in Markdown a picture is its words', () => {
  const items = [item, {...item, _key: 'g2', caption: null}]
  expect(viewOf(example)?.toMarkdown({...example, items}, {})).toBe(
    '## Gallery\n\nA sentence under the heading.\n\n- What the picture shows Words under the picture\n- What the picture shows',
  )
})
