/** Groups of digits that a person may have parted by anything but letters. */
const GROUPED_DIGITS = /\d+(?:[^\p{L}\p{N}]{1,6}\d+)*/gu
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g
const DECIMAL_DIGIT = /\p{Nd}/u

/** What parts the digits of one number; between two numbers of a list stands more, or something else. */
const WITHIN_A_NUMBER = /^[\s.\-\u2010-\u2015_]{1,3}$/

/** Lengths of the groups that card numbers are printed in: 4-4-4-4, 4-6-5, all in one. */
const PRINTED_ON_CARDS = /^(?:\d+|(?:4|8|12)(?:-(?:4|8|12))*(?:-[1-7])?|4-6-[45]|6-1[03])$/
/** Lengths within lists of phone numbers, ZIP codes and dates. One in ten would pass for a card number by chance. */
const PHONES = /(?:^|-)(?:3-3-4|3-4-3|4-3-3|1[01])(?:-|$)/
const ZIP_CODES = /(?:^|-)(?:5-[45]|4-5)(?:-|$)/
const DATES = /(?:^|-)(?:4-[12]-[12]|[12]-[12]-4)(?:-|$)/

/** A month, with or without its year and the security code, that follows a card number at once. */
const EXPIRY = /^(?:0[1-9]|1[0-2])(?:\d{2}(?:\d{2})?(?:\d{3,4})?)?$/
const MAX_EXPIRY_DIGITS = 10
const MAX_CARD_DIGITS = 19

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

/** Digits, and what stands before them. */
type Group = {gap: string; digits: string}

/** Whether a text holds what is, by its length, beginning, check digit and grouping, a payment card's number. */
export function containsCardNumber(text: string): boolean {
  const plain = asciiDigits(text).replace(INVISIBLE, '')
  return (plain.match(GROUPED_DIGITS) ?? []).some((run) => {
    const groups = [...run.matchAll(/(\D*)(\d+)/g)].map(([, gap = '', digits = '']) => ({gap, digits}))
    return groups.some((_, from) => beginsWithCard(groups.slice(from, from + MAX_CARD_DIGITS)))
  })
}

/** The text with the digits of every script (٤, ४, ４) as 0 to 9. Unicode puts the ten digits of a script in a row, from zero. */
function asciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const at = digit.codePointAt(0) ?? 0
    let zero = at
    while (DECIMAL_DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String((at - zero) % 10)
  })
}

/** A card number begins where a group begins, and ends where one ends or its expiry follows. */
function beginsWithCard(groups: readonly Group[]): boolean {
  const taken: Group[] = []
  let length = 0
  for (const group of groups) {
    taken.push(group)
    length += group.digits.length
    if (length > MAX_CARD_DIGITS + MAX_EXPIRY_DIGITS) return false
    if (isCard(taken) || isCardWithExpiry(taken)) return true
  }
  return false
}

function isCard(groups: readonly Group[]): boolean {
  return isCardNumber(joined(groups)) && (isPrintedSo(groups) || isOneNumber(groups))
}

function isCardWithExpiry(groups: readonly Group[]): boolean {
  const last = groups.at(-1)?.digits ?? ''
  return [...last.slice(1)].some((_, index) => {
    const [digits, rest] = [last.slice(0, index + 1), last.slice(index + 1)]
    if (!EXPIRY.test(rest)) return false
    const card = [...groups.slice(0, -1), {gap: '', digits}]
    return isCardNumber(joined(card)) && isPrintedSo(card)
  })
}

function isPrintedSo(groups: readonly Group[]): boolean {
  return PRINTED_ON_CARDS.test(lengthsOf(groups))
}

function isOneNumber(groups: readonly Group[]): boolean {
  const lengths = lengthsOf(groups)
  const isList = [PHONES, ZIP_CODES, DATES].some((list) => list.test(lengths))
  return !isList && groups.slice(1).every(({gap}) => WITHIN_A_NUMBER.test(gap))
}

/** Whether digits are, by their count, beginning and check digit, a payment card's number. */
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

const joined = (groups: readonly Group[]) => groups.map(({digits}) => digits).join('')
const lengthsOf = (groups: readonly Group[]) => groups.map(({digits}) => digits.length).join('-')
