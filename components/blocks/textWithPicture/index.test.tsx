import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {textWithPicture} from './index.tsx'

const {example} = textWithPicture
const asset = {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-2000x1500-jpg'} as const

const picture = (rest: object = {}) => ({
  alt: 'A van',
  asset,
  hotspot: null,
  crop: null,
  preview: 'data:image/jpeg;base64,AAAA',
  ...rest,
})

test('without a picture the drawing stands beside the text', () => {
  const html = htmlOf(example)
  expect(html).toContain('<p>A paragraph beside a drawing.</p><p>And a second one.</p>')
  expect(html).toContain('<svg')
})

test('a picture comes from this site in sizes for every screen, with its size and words', () => {
  const html = htmlOf({...example, picture: picture()})
  expect(html).not.toContain('<svg')
  expect(html).toMatch(/src="\/media\/Tb9Ew8CXIwaY6R1kjMvI0uRR-2000x1500.jpg\?[^"]*w=1080&amp;h=810/)
  expect(html).toMatch(/srcSet="\/media\/[^"]* 360w, [^"]* 2000w"/)
  expect(html).toContain('width="1080" height="810" alt="A van" loading="lazy"')
  expect(html).toContain('src="data:image/jpeg;base64,AAAA" alt=""')
})

test('a picture is cut to its shape around the hotspot', () => {
  const left = htmlOf({
    ...example,
    picture: picture({
      asset: {...asset, _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-4000x1500-jpg'},
      hotspot: {_type: 'sanity.imageHotspot', x: 0.1, y: 0.5, width: 0.1, height: 0.5},
    }),
  })
  expect(left).toMatch(/rect=0,0,2000,1500/)
})

test('a picture that browsers cannot show is left out', () => {
  const html = htmlOf({...example, picture: picture({asset: {...asset, _ref: 'file-x-pdf'}})})
  expect(html).not.toContain('<img')
})
