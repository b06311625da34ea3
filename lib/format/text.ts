/** Words that a person typed into one line. Control characters have no place in a header of a mail or on a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Words that a person typed into several lines, which end with `\n`, likewise without control characters. */
export function severalLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .trim()
}

/** An e-mail address that its owner recognises and that tells other readers too little to write to: `a•••@pipes.example`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)][0] ?? ''}•••${address.slice(at)}`
}
