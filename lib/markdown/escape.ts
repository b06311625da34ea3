/** Words as they are, with every sign that Markdown would read as markup made plain (CommonMark 0.31, §2.4). */
export const escapeMarkdown = (words: string): string => words.replace(/[\\`*_[\]<>#|~]/g, '\\$&')

/** The same for a paragraph, which must not begin like an entry of a list either. */
export const escapeParagraph = (words: string): string => escapeStart(escapeMarkdown(words))

/** Keeps the beginning of escaped words from being read as the sign of a list: `1. May` is no list. */
export const escapeStart = (words: string): string =>
  words.replace(/^(\s*)([-+])(?=\s)/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2')
