export type HeadingParts = {
  /** What stands before the words, as written: `1.`, `2)`, `§ 3`. */
  number?: string
  words: string
}

/** Splits a heading such as "1. Information We Collect" into its number and its words. */
export function headingParts(text: string): HeadingParts {
  const [, number, words] = /^((?:§\s*)?\d+(?:\.\d+)*[.)]?)\s+(\S.*)$/su.exec(text.trim()) ?? []
  return number && words ? {number, words} : {words: text.trim()}
}

/**
 * An anchor for each heading, made from its words and not from its number, so that a link to a section survives a
 * section that is put in before it. Headings of the same words are counted: `cookies`, `cookies-2`.
 *
 * @param taken ids that the page uses itself.
 */
export function anchors(headings: readonly string[], taken: Iterable<string> = []): string[] {
  const used = new Set(taken)
  return headings.map((heading) => {
    const base = anchor(heading)
    let id = base
    for (let count = 2; used.has(id); count++) id = `${base}-${count}`
    used.add(id)
    return id
  })
}

function anchor(heading: string): string {
  const words = headingParts(heading)
    .words.normalize('NFKD')
    .toLowerCase()
    .replace(/['’\p{M}]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return words || 'section'
}
