import type {ExprNode} from 'groq-js'
import {constantOf} from './syntax-tree.ts'

/** No document id contains a null character, so these references cannot be a document's. */
const PREFIX = '\u0000text:'

type Search = {target: ExprNode; terms: TextTerm[]}

/** Evaluates an expression with the document of an id as `@`; null when there is no such document. */
type EvaluateOn = (documentId: string, expression: ExprNode) => Promise<unknown>

/**
 * `groq-js` does not implement `… match text::query(…)`. It is replaced by references, which the evaluator resolves through
 * a callback: each names a search and a document, and resolves to the hits of every term in that document. `match` tests these,
 * and `score()` weighs them, like any other text.
 */
export class TextSearch {
  readonly #searches: Search[] = []
  readonly #hits = new Map<string, Promise<Record<string, string[]>>>()

  /** The replacement of a comparison with `text::query()`; undefined for any other expression. */
  replacement(node: ExprNode): ExprNode | undefined {
    if (node.type !== 'OpCall' || node.op !== 'match') return undefined
    const {left: target, right: call} = node
    if (call.type !== 'FuncCall' || call.namespace !== 'text' || call.name !== 'query') return undefined
    const [argument] = call.args
    const query = argument ? constantOf(argument) : undefined
    if (!query?.known) throw new Error('text::query() takes a string or a parameter')
    const terms = typeof query.value === 'string' ? parseTextQuery(query.value) : []
    const search = this.#searches.push({target, terms}) - 1
    const conditions = terms.map((term, index) => condition(search, index, term.isNegated))
    return conditions.reduce<ExprNode | undefined>(and, undefined) ?? {type: 'Value', value: false}
  }

  /** Whether a reference is one of a search. */
  isSearch(reference: string): boolean {
    return reference.startsWith(PREFIX)
  }

  /** The hits of a search in a document: for each term an array with one entry per hit. */
  resolve(reference: string, evaluateOn: EvaluateOn): Promise<Record<string, string[]>> {
    const known = this.#hits.get(reference)
    if (known) return known
    const hits = this.#find(reference.slice(PREFIX.length), evaluateOn)
    this.#hits.set(reference, hits)
    return hits
  }

  async #find(reference: string, evaluateOn: EvaluateOn): Promise<Record<string, string[]>> {
    const separator = reference.indexOf(':')
    const search = this.#searches[Number(reference.slice(0, separator))]
    if (!search) return {}
    const value = await evaluateOn(reference.slice(separator + 1), search.target)
    const text = textsIn(value).join('\n').toLowerCase()
    // Most documents have none of the words. A search for substrings finds that out much faster than splitting the text.
    const possible = search.terms.map(({words}) => words.every((word) => text.includes(word)))
    const tokens = possible.includes(true) ? tokensOf(text) : []
    return Object.fromEntries(
      search.terms.map((term, index) => {
        const hits = possible[index] ? countHits(tokens, term) : 0
        return [termName(index), Array<string>(hits).fill('hit')]
      }),
    )
  }
}

function termName(index: number): string {
  return `term${index}`
}

function condition(search: number, term: number, isNegated: boolean): ExprNode {
  const reference: ExprNode = {
    type: 'OpCall',
    op: '+',
    left: {type: 'Value', value: `${PREFIX}${search}:`},
    right: {type: 'AccessAttribute', name: '_id'},
  }
  const target: ExprNode = {
    type: 'Object',
    attributes: [{type: 'ObjectAttributeValue', name: '_ref', value: reference}],
  }
  const hits: ExprNode = {type: 'AccessAttribute', name: termName(term), base: {type: 'Deref', base: target}}
  const found: ExprNode = {type: 'OpCall', op: 'match', left: hits, right: {type: 'Value', value: 'hit'}}
  return isNegated ? {type: 'Not', base: found} : found
}

function and(left: ExprNode | undefined, right: ExprNode): ExprNode {
  return left ? {type: 'And', left, right} : right
}

/** One term of a text query: words that follow each other, the last of which may be the beginning of a word. */
type TextTerm = {words: string[]; isPrefix: boolean; isNegated: boolean}

const TOKEN = /(?:[^\s"]+|"[^"]*")+/g
/** Counting more would not change the order of results noticeably. */
const MAX_HITS = 50

/**
 * The terms of `text::query()`: words, `"exact phrases"`, `prefix*` and `-excluded`. `*` alone finds any text.
 *
 * @see https://www.sanity.io/docs/specifications/groq-functions
 */
function parseTextQuery(query: string): TextTerm[] {
  return (query.match(TOKEN) ?? []).flatMap((token) => {
    const isNegated = token.startsWith('-') && token.length > 1
    const isPrefix = token.endsWith('*')
    const words = tokensOf(token)
    if (words.length === 0) return token === '*' ? [{words: [''], isPrefix, isNegated}] : []
    return [{words, isPrefix, isNegated}]
  })
}

/** How often a term occurs in the words of a text, at most {@link MAX_HITS}. */
function countHits(tokens: readonly string[], {words, isPrefix}: TextTerm): number {
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

/** The words of a text, in lower case and in order. */
function tokensOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** All text inside a value: its strings at any depth, but for those of system attributes such as `_type` and `_ref`. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key.startsWith('_') ? [] : textsIn(inner)))
}
