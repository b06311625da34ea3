/**
 * Lengths and beginnings of card numbers in use (ISO/IEC 7812; the networks' published ranges). Digits alone would not do:
 * one number in ten passes the Luhn check by chance.
 */
const NETWORKS = [
  /^4\d{15}(?:\d{3})?$/, // Visa
  /^5[1-5]\d{14}$/, // Mastercard
  /^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^6(?:011|22\d|4[4-9]\d|5\d\d)\d{12}$/, // Discover, UnionPay
  /^3(?:0[0-5]|[689]\d)\d{11}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12}$/, // JCB
]

/** Groups of digits that a person may have parted by spaces, dots, dashes or line breaks. */
const GROUPED_DIGITS = /\d+(?:[\s.\-\u2010-\u2015_]{1,3}\d+)*/g
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g

/** Whether a text holds what is, by its length, beginning and check digit, a payment card's number. */
export function containsCardNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(INVISIBLE, '')
  return (plain.match(GROUPED_DIGITS) ?? []).some((run) => groupsHoldCard(run.match(/\d+/g) ?? []))
}

/** A card number begins where a group begins and ends where one ends. */
function groupsHoldCard(groups: readonly string[]): boolean {
  return groups.some((_, from) =>
    groups.slice(from).some((_group, count) => isCardNumber(groups.slice(from, from + count + 1).join(''))),
  )
}

function isCardNumber(digits: string): boolean {
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
