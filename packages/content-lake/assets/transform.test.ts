import {describe, expect, test} from 'vitest'
import {ApiError} from '../errors.ts'
import {parseTransform, planGeometry} from './transform.ts'

const parse = (query: string) => parseTransform(new URLSearchParams(query))

describe('parseTransform', () => {
  test('is null for an address without known parameters, which stands for the original', () => {
    expect(parse('')).toBeNull()
    expect(parse('utm_source=letter&dl=photo.png')).toBeNull()
    expect(parse('w=100&dlRaw=true')).toBeNull()
  })

  test('reads every parameter', () => {
    const query =
      'w=300.4&h=200&fit=crop&fm=webp&auto=format&q=80&rect=1,2,30,40&dpr=2&crop=top,left&fp-x=0.2&fp-y=1&blur=50&sharp=10&flip=hv&or=270&bg=ff0080'
    expect(parse(query)).toEqual({
      w: 300,
      h: 200,
      fit: 'crop',
      fm: 'webp',
      auto: 'format',
      q: 80,
      rect: {left: 1, top: 2, width: 30, height: 40},
      dpr: 2,
      crop: ['top', 'left'],
      'fp-x': 0.2,
      'fp-y': 1,
      blur: 50,
      sharp: 10,
      flip: 'hv',
      or: 270,
      bg: {r: 255, g: 0, b: 128, alpha: 1},
    })
  })

  test('reads a colour with its opacity first', () => {
    expect(parse('bg=8fff')?.bg).toEqual({r: 255, g: 255, b: 255, alpha: 0x88 / 255})
    expect(parse('bg=00102030')?.bg).toEqual({r: 16, g: 32, b: 48, alpha: 0})
  })

  test.each([
    'w=0',
    'w=-5',
    'w=abc',
    'w=9000',
    'w=',
    'h=1e9',
    'fit=stretch',
    'fm=bmp',
    'auto=compress',
    'q=101',
    'rect=1,2,3',
    'rect=0,0,0,5',
    'dpr=4',
    'crop=middle',
    'fp-x=1.5',
    'blur=2001',
    'sharp=101',
    'flip=x',
    'or=45',
    'bg=red',
  ])('refuses %s and names the parameter', (query) => {
    const name = query.split('=')[0]
    const refused = () => parse(query)
    expect(refused).toThrow(ApiError)
    expect(refused).toThrow(`Invalid value for parameter "${name}"`)
  })
})

const LANDSCAPE = {width: 400, height: 200}

function plan(query: string, size = LANDSCAPE) {
  return planGeometry(size, parseTransform(new URLSearchParams(query)) ?? {})
}

describe('planGeometry', () => {
  test('keeps the size when none is asked for', () => {
    expect(plan('blur=10')).toEqual({source: {left: 0, top: 0, ...LANDSCAPE}, scaled: LANDSCAPE})
  })

  test.each([
    ['w=100', 100, 50],
    ['h=100', 200, 100],
    ['w=800', 800, 400],
    ['w=100&h=100', 100, 50],
    ['w=100&dpr=2', 200, 100],
    ['w=800&fit=max', 400, 200],
    ['w=800&h=100&fit=max', 200, 100],
    ['w=100&h=100&fit=scale', 100, 100],
    ['h=100&or=90', 50, 100],
  ])('%s scales to %i by %i', (query, width, height) => {
    expect(plan(query)).toMatchObject({scaled: {width, height}})
    expect(plan(query)).not.toHaveProperty('window')
  })

  test.each([
    ['', 50, 0],
    ['&crop=left', 0, 0],
    ['&crop=right', 100, 0],
    ['&crop=top,right', 100, 0],
    ['&crop=focalpoint&fp-x=0.3', 10, 0],
    ['&crop=focalpoint&fp-x=0.9', 100, 0],
  ])('a crop to a square%s begins at %i, %i', (query, left, top) => {
    expect(plan(`w=100&h=100&fit=crop${query}`)).toMatchObject({
      scaled: {width: 200, height: 100},
      window: {width: 100, height: 100, left, top},
    })
  })

  test('lets the renderer choose the part of an entropy crop', () => {
    expect(plan('w=100&h=100&fit=crop&crop=entropy').window).toEqual({
      width: 100,
      height: 100,
      interesting: true,
    })
  })

  test('min keeps the proportions that are asked for, and does not enlarge', () => {
    expect(plan('w=1000&h=1000&fit=min')).toMatchObject({
      scaled: LANDSCAPE,
      window: {width: 200, height: 200},
    })
    expect(plan('w=50&h=50&fit=min')).toMatchObject({window: {width: 50, height: 50}})
  })

  test('fill and fillmax put the picture on a background of the size that is asked for', () => {
    expect(plan('w=100&h=100&fit=fill')).toMatchObject({
      scaled: {width: 100, height: 50},
      canvas: {width: 100, height: 100, left: 0, top: 25},
    })
    expect(plan('w=600&h=600&fit=fillmax')).toMatchObject({
      scaled: LANDSCAPE,
      canvas: {width: 600, height: 600, left: 100, top: 200},
    })
  })

  test('cuts the rectangle out first, within the picture', () => {
    expect(plan('rect=300,100,500,500&w=50')).toEqual({
      source: {left: 300, top: 100, width: 100, height: 100},
      scaled: {width: 50, height: 50},
    })
    expect(() => plan('rect=400,0,10,10')).toThrow('outside')
  })

  test('refuses a result that would be too large', () => {
    expect(() => plan('w=8000', {width: 10, height: 1000})).toThrow('too large')
  })
})
