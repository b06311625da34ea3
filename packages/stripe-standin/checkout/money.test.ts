import {expect, it} from 'vitest'
import {money} from './money.ts'

it('reads amounts in the currency’s smallest unit', () => {
  expect(money(9900, 'usd')).toBe('$99.00')
  expect(money(123456, 'usd')).toBe('$1,234.56')
  expect(money(500, 'jpy')).toBe('¥500')
})
