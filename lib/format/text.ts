/**
 * Signs that turn the direction of the words after them, such as U+202E: with them a name shows other words than it holds.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const DIRECTION = /\p{Bidi_Control}/gu

/** Words that a person typed into one line. Control characters have no place in a header of a mail or on a terminal. */
export function oneLine(text: string): string {
  return text
    .replace(DIRECTION, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Words that a person typed into several lines, which end with `\n`, likewise without control characters. */
export function severalLines(text: string): string {
  return text
    .replace(DIRECTION, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .trim()
}

/** No more than so many letters of a text; where some are missing, an ellipsis says so. */
export function shortened(text: string, maxLetters: number): string {
  const letters = [...text]
  return letters.length <= maxLetters ? text : `${letters.slice(0, maxLetters - 1).join('')}…`
}

/** Finds in a text that do not overlap, in order: of those that do, the one that begins first and is longest says most. */
export function withoutOverlaps<Found extends {start: number; end: number}>(
  found: readonly Found[],
): Found[] {
  let reached = 0
  return found
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({start, end}) => {
      const isFree = start >= reached
      reached = Math.max(reached, end)
      return isFree
    })
}

/** An e-mail address that its owner recognises and that tells other readers too little to write to: `a•••@pipes.example`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)][0] ?? ''}•••${address.slice(at)}`
}

const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** Text made safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '')
}

/** An amount in the smallest unit of its currency, as a reader in the United States expects it: `US$99.00`. */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', {style: 'currency', currency})
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = format.format(amount / 10 ** digits)
  return currency.toLowerCase() === 'usd' ? `US${text}` : text
}
