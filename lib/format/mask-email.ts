/** An address that its owner recognises and nobody else learns: `a•••@pipes.example`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)][0] ?? ''}•••${address.slice(at)}`
}
