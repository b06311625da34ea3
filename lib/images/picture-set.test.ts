import {expect, test} from 'vitest'
import {picture} from './picture.ts'
import {ROOMS} from './picture-forms.ts'
import {pictureSet} from './picture-set.ts'

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
  expect(pictureSet(of('1000x300'), ROOMS.block)).toMatchObject({width: 400, height: 300})
})
