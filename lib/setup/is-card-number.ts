/**
 * Lengths and beginnings of card numbers in use (ISO/IEC 7812; the networks' published ranges). Digits alone would not do:
 * one number in ten passes the Luhn check by chance.
 */
const NETWORKS = [
  /^4\d{15}(?:\d{3})?$/, // Visa
  /^5[1-5]\d{14}$/, // Mastercard
  /^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^6(?:011|4[4-9]\d|5\d\d)\d{12}$/, // Discover
  /^62\d{14,17}$/, // UnionPay
  /^(?:50(?:18|20|38)|5612|5893|6304|6390|6759|676[1-3])\d{8,15}$/, // Maestro
  /^3(?:0[0-5]|[689]\d)\d{11}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12}$/, // JCB
]

/** The most digits that a card number has. */
export const LONGEST_CARD_NUMBER = 19

/** Whether digits are, by their count, beginning and check digit, a payment card's number. */
export function isCardNumber(digits: string): boolean {
  return NETWORKS.some((network) => network.test(digits)) && passesLuhn(digits)
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
