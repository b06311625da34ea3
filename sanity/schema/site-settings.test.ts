import {expect, test} from 'vitest'
import {validatePhone} from './site-settings.ts'

test.each([undefined, '', '(206) 555-0143', '+1 206.555.0143', '+44 20 7946 0958'])(
  '%j can be called',
  (phone) => {
    expect(validatePhone(phone)).toBe(true)
  },
)

test.each(['555-0143', 'call us', '(206) 555-0143 ext. 7', '1'.repeat(16)])(
  '%j is refused with an example',
  (phone) => {
    expect(validatePhone(phone)).toMatch(/area code/)
  },
)
