import {expect, test} from 'vitest'
import {containsCardNumber} from './card-number.ts'

// Published test numbers of the networks: they pass every check and are on no real card.
test.each([
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  '4242.4242.4242.4242',
  '4242 4242 4242 4242',
  '4242\u200b4242\u200b4242\u200b4242',
  '４２４２ ４２４２ ４２４２ ４２４２',
  '4242\n4242\n4242\n4242',
  'card4242424242424242exp',
  'Card 4242 4242 4242 4242 12 29 123',
  '1 4242 4242 4242 4242',
  '3782 822463 10005',
  '5555555555554444',
  '2223003122003222',
  '6011111111111117',
  '30569309025904',
  '3566002020360505',
  '6200 0000 0000 0005',
  '6200000000000047',
  '6205500000000000004',
  '6759 6498 2643 8453',
  '6304 0000 0000 0000 00',
  '4242/4242/4242/4242',
  '4242,4242,4242,4242',
  '4242:4242:4242:4242',
  '4242*4242*4242*4242',
  '(4242)(4242)(4242)(4242)',
  '4242    4242    4242    4242',
  '4242 | 4242 | 4242 | 4242',
  '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢',
  '४२४२ ४२४२ ४२४२ ४२४२',
  '42424242424242421234',
  '4242 4242 4242 42421234',
  '424242424242424212/34',
  '42424242424242421234123',
  '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
  'my card is 4242,4242,4242,4242, call 415-555-2671',
])('finds the card number in %j', (text) => {
  expect(containsCardNumber(text)).toBe(true)
})

test.each([
  '',
  '4242424242424241',
  '(415) 555-2671',
  '+1 415 555 2671, +1 415 555 2672',
  'Mon 8-17, Tue 8-17, Wed 8-17, Thu 8-17, Fri 8-17',
  'ZIP 94103 94104 94105 94106 94107 94108',
  '12345678901234567890123456789012',
  'PP-7K3F-92QM-X1ZD',
  '415-555-2671, 415-555-2672, 408-555-0199',
  '4155552671 / 4155552672 / 4085550199',
  '(415) 555-2671; (408) 555-2672; (404) 555-2673',
  '3475552671, 10001',
  '2024-05-01, 2024-05-02, 2024-05-03',
  '4.12.2024 - 5.12.2024, 6.12.2024',
  '4/12/2024 5/12/2024 6/12/2024',
  '8:00-17:00, 8:00-17:00, 8:00-12:00',
])('finds none in %j', (text) => {
  expect(containsCardNumber(text)).toBe(false)
})

/** With any check digit: it is right by chance for one in ten. */
test.each([
  ['ZIP codes', ' ', (from: number) => [0, 1, 3, 5, 7, 8].map((step) => String(37_200 + from * 9 + step))],
  ['ZIP codes', ', ', (from: number) => [0, 1, 3, 5, 7, 8].map((step) => String(34_100 + from * 7 + step))],
  [
    'ZIP+4 codes',
    '\n',
    (from: number) => [0, 1, 2].map((step) => `${38_103 + from + step}-${1_000 + 7 * from}`),
  ],
  [
    'phone numbers',
    ', ',
    (from: number) => [0, 1, 2].map((step) => `415-${550 + from}-${2_600 + 31 * step}`),
  ],
  ['phone numbers', ' ', (from: number) => [0, 1, 2].map((step) => `347${551 + from}${2_600 + 31 * step}`)],
  [
    'phone numbers',
    ' / ',
    (from: number) => [0, 1].map((step) => `+1 (501) ${810 + from}-${2_600 + 31 * step}`),
  ],
  ['dates', ', ', (from: number) => [1, 2, 3].map((step) => `${step + 3}/${10 + (from % 18)}/2026`)],
])('no list of %s, parted by %j, is taken for a card', (_name, parting, listFrom) => {
  const taken = Array.from({length: 40}, (_, from) => listFrom(from).join(parting)).filter(containsCardNumber)
  expect(taken).toEqual([])
})

test('a very long text is read in good time', () => {
  const since = performance.now()
  containsCardNumber('1 2 3 4 '.repeat(1_000))
  containsCardNumber('4'.repeat(8_000))
  containsCardNumber(' - '.repeat(3_000))
  expect(performance.now() - since).toBeLessThan(2_000)
})
