import {tokensOf} from './tokens.ts'

/** One term of a text query: words that follow each other, the last of which may be the beginning of a word. */
export type TextTerm = {words: string[]; isPrefix: boolean; isNegated: boolean}

const TOKEN = /(?:[^\s"]+|"[^"]*")+/g
const MAX_HITS = 50

/**
 * The terms of `text::query()`: words, `"exact phrases"`, `prefix*` and `-excluded`. `*` alone finds any text.
 *
 * @see https://www.sanity.io/docs/specifications/groq-functions
 */
export function parseTextQuery(query: string): TextTerm[] {
  return (query.match(TOKEN) ?? []).flatMap((token) => {
    const isNegated = token.startsWith('-') && token.length > 1
    const isPrefix = token.endsWith('*')
    const words = tokensOf(token)
    if (words.length === 0) return token === '*' ? [{words: [''], isPrefix, isNegated}] : []
    return [{words, isPrefix, isNegated}]
  })
}

/** How often a term occurs in tokenised text; counting ends at a bound. */
export function countHits(tokens: readonly string[], {words, isPrefix}: TextTerm): number {
  let hits = 0
  const last = words.length - 1
  for (let start = 0; start + last < tokens.length && hits < MAX_HITS; start++) {
    const found = words.every((word, offset) => {
      const token = tokens[start + offset]
      return isPrefix && offset === last ? token?.startsWith(word) : token === word
    })
    if (found) hits++
  }
  return hits
}
