import {describe, expect, test} from 'vitest'
import {ApiError} from '../errors.ts'
import {parseTransform} from './transform.ts'

const parse = (query: string) => parseTransform(new URLSearchParams(query))

describe('parseTransform', () => {
  test('is null without parameters of its own, so that the original is sent', () => {
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
