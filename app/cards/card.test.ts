import {expect, test} from 'vitest'
import {drawable} from './card.tsx'

test('letters that the font of cards has are kept', () => {
  expect(drawable('You sleep. The\u00a0job gets “booked” — señor')).toBe(
    'You sleep. The job gets “booked” — señor',
  )
})

test('any other sign is left out, so that no font is fetched for it', () => {
  expect(drawable('Leaks 🚿 سباكة 水')).toBe('Leaks')
})
