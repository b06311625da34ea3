import type {ExprNode} from 'groq-js'
import {constantOf} from '../syntax/constant.ts'
import {countHits, parseTextQuery, type TextTerm} from './text-terms.ts'
import {textsIn, tokensOf} from './tokens.ts'

/** No document id contains a null character, so these references cannot be a document's. */
const PREFIX = '\u0000text:'

type Search = {target: ExprNode; terms: TextTerm[]}

/** Evaluates an expression with the document of an id as `@`; null when there is no such document. */
type EvaluateOn = (documentId: string, expression: ExprNode) => Promise<unknown>

/**
 * `groq-js` has no search engine: `… match text::query(…)` throws. A search therefore takes the form of references,
 * which the evaluator lets us resolve: each stands for one document and resolves to the hits of every term in it, which
 * `match` then tests, and `score()` weighs, as any other text.
 */
export class TextSearch {
  readonly #searches: Search[] = []
  readonly #hits = new Map<string, Promise<Record<string, string[]>>>()

  /** What stands in the place of a comparison with `text::query()`; undefined for any other expression. */
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
    // Most documents hold none of the words, and finding that out is far cheaper than telling their words apart.
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
