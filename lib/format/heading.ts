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
