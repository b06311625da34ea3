import {describe, expect, test} from 'vitest'
import {planGeometry} from './geometry.ts'
import {parseTransform} from './transform.ts'

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

  test('leaves the place of an entropy crop to the renderer', () => {
    expect(plan('w=100&h=100&fit=crop&crop=entropy').window).toEqual({
      width: 100,
      height: 100,
      interesting: true,
    })
  })

  test('min keeps the asked proportions without enlarging', () => {
    expect(plan('w=1000&h=1000&fit=min')).toMatchObject({
      scaled: LANDSCAPE,
      window: {width: 200, height: 200},
    })
    expect(plan('w=50&h=50&fit=min')).toMatchObject({window: {width: 50, height: 50}})
  })

  test('fill and fillmax lay the picture on an area of the asked size', () => {
    expect(plan('w=100&h=100&fit=fill')).toMatchObject({
      scaled: {width: 100, height: 50},
      canvas: {width: 100, height: 100, left: 0, top: 25},
    })
    expect(plan('w=600&h=600&fit=fillmax')).toMatchObject({
      scaled: LANDSCAPE,
      canvas: {width: 600, height: 600, left: 100, top: 200},
    })
  })

  test('cuts the rectangle out first, and no further than the picture goes', () => {
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
