import {expect, test} from 'vitest'
import {parseMediaRequest} from './media.ts'
import {PICTURE_RATIOS, type Picture, picture, pictureAddress, pictureSet, sharedPicture} from './picture.ts'

const DIGEST = 'b2'.repeat(20)
const asset = {_ref: `image-${DIGEST}-2000x1000-jpg`}
const whole: Picture = {asset, alt: 'A van', hotspot: undefined, crop: undefined}

const answeredBy = (address: string) => {
  const {pathname, search, searchParams} = new URL(address, 'https://site.example')
  const parsed = parseMediaRequest(pathname.replace('/media/', ''), searchParams)
  return {search, parsed}
}

test('a picture keeps its shape when only a width is asked for', () => {
  expect(pictureAddress(whole, {width: 640})).toBe(
    `/media/${DIGEST}-2000x1000.jpg?w=640&q=80&fit=max&auto=format`,
  )
})

test('a shape is cut around the hotspot', () => {
  const right = {...whole, hotspot: {x: 0.9, y: 0.5, width: 0.2, height: 0.2}}
  expect(pictureAddress(right, {width: 300, height: 300})).toBe(
    `/media/${DIGEST}-2000x1000.jpg?rect=1000,0,1000,1000&w=300&h=300&q=80&auto=format`,
  )
})

test('what an editor cut off is never shown', () => {
  const cut = {...whole, crop: {left: 0.5, right: 0.25, top: 0, bottom: 0.5}}
  expect(pictureAddress(cut, {width: 100})).toContain('rect=1000,0,500,500&')
})

test('every address that is made is answered', () => {
  for (const size of ['2000x1000', '640x1999', '301x77', '7x5000'])
    for (const x of [0, 0.333, 0.5, 1])
      for (const edge of [0, 0.111, 0.333]) {
        const made: Picture = {
          asset: {_ref: `image-${DIGEST}-${size}-jpg`},
          alt: '',
          hotspot: {x, y: 1 - x, width: 0.3, height: 0.1},
          crop: {left: edge, right: edge / 2, top: edge / 3, bottom: edge},
        }
        const addresses = [pictureSet(made), pictureSet(made, PICTURE_RATIOS.block)].flatMap(
          ({src, srcSet}) => [src, ...srcSet.split(', ').map((entry) => entry.replace(/ \d+w$/, ''))],
        )
        for (const address of [...addresses, sharedPicture(made).url])
          expect(answeredBy(address).parsed, address).toMatchObject({ok: true})
      }
})

test('a picture that browsers cannot show, or that is not there, is none', () => {
  expect(picture.safeParse({alt: 'words only'}).success).toBe(false)
  expect(picture.safeParse({asset: {_ref: `image-${DIGEST}-10x10-svg`}}).success).toBe(false)
})

test('a hotspot or crop that makes no sense is left out', () => {
  const odd = {asset, hotspot: {x: 7}, crop: {left: 0.6, right: 0.6, top: 0, bottom: 0}}
  expect(picture.parse(odd)).toEqual({asset, alt: ''})
})

const of = (size: string, rest: object = {}) =>
  picture.parse({asset: {_ref: `image-Tb9Ew8CXIwaY6R1kjMvI0uRR-${size}-jpg`}, ...rest})

const widthsOf = ({srcSet}: {srcSet: string}) =>
  [...srcSet.matchAll(/ (\d+)w/g)].map(([, width]) => Number(width))

test('no size is larger than the picture', () => {
  expect(widthsOf(pictureSet(of('800x600')))).toEqual([360, 540, 720, 800])
  expect(widthsOf(pictureSet(of('200x100')))).toEqual([200])
  expect(widthsOf(pictureSet(of('9000x6000')))).toEqual([360, 540, 720, 1080, 1440, 2160])
})

test('width and height are those of the picture within its crop', () => {
  expect(pictureSet(of('1000x1000', {crop: {left: 0.5, right: 0, top: 0, bottom: 0}}))).toMatchObject({
    width: 500,
    height: 1000,
  })
})

test('a picture cut to a shape is not blown up', () => {
  expect(pictureSet(of('1000x300'), PICTURE_RATIOS.block)).toMatchObject({width: 400, height: 300})
})
