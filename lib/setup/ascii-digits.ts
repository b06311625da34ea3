const DIGIT = /\p{Nd}/u

/** A text with the digits of every script (٤, ४, ４) as 0 to 9. Unicode puts the ten digits of a script in a row, from zero. */
export function asciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const at = digit.codePointAt(0) ?? 0
    let zero = at
    while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String((at - zero) % 10)
  })
}
