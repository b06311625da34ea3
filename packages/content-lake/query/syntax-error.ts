/** What is wrong with a query, in the words of the hosted service, with offsets into the query. */
export type SyntaxFault = {message: string; start: number; end: number}

type Token = {text: string; start: number; end: number; kind: 'word' | 'value' | 'operator' | 'unknown'}
type Bracket = {opening: Token; closing: string; of: string}

const CLOSING: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'}

/** Tokens as far as brackets and operators need them: comments and white space separate, strings are one token. */
const TOKEN =
  /(?<blank>\s+|\/\/[^\n]*)|(?<value>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))|(?<word>\$?[A-Za-z_]\w*)|(?<operator>\.\.\.|\.\.|==|!=|<=|>=|=>|->|&&|\|\||\*\*|::|[-+*/%<>!|,.:()[\]{}@^=;])|(?<unknown>["'].*|\d[\w.]*|.)/sy

/** After these an expression must follow. `*` is not among them: it may stand for all documents. */
const NEEDS_OPERAND = new Set('== != <= >= => && || ** / % < > ! + - :'.split(' '))
const BINARY_WORDS = new Set(['in', 'match'])

/**
 * Says what the hosted service says against a query that does not parse. The kinds and offsets are those that the tests
 * of its parser name.
 *
 * @param position where groq-js stopped, an offset into the query
 * @see https://github.com/sanity-io/go-groq/blob/main/parser/parser_test.go
 */
export function describeSyntaxFault(query: string, position: number): SyntaxFault {
  const open: Bracket[] = []
  let previous: Token | undefined
  for (const token of tokensOf(query)) {
    if (token.kind === 'unknown' && (!previous || needsOperand(previous) || isOpening(previous)))
      return unexpected(JSON.stringify(token.text), token)
    if (isOpening(token)) open.push(bracket(token, previous))
    if (isClosing(token)) {
      if (needsOperand(previous) || open.length === 0) {
        if (previous && !needsOperand(previous)) return entire(position)
        return unexpected(JSON.stringify(token.text), token)
      }
      const innermost = open.pop()
      if (innermost && innermost.closing !== token.text) return unclosed(innermost, token.start)
      if (innermost && previous?.text === ',' && precededByOpening(query, previous))
        return unclosed(innermost, previous.end)
    }
    previous = token
  }
  const innermost = open.at(-1)
  if (
    needsOperand(previous) ||
    previous === undefined ||
    (isOpening(previous) && innermost?.opening === previous)
  )
    return unexpected('end-of-file', {start: query.length, end: query.length}, '')
  if (innermost) return unclosed(innermost, query.length + 1)
  return entire(position)
}

const entire = (at: number): SyntaxFault => ({
  message: 'unable to parse entire expression',
  start: at,
  end: at,
})

const unclosed = ({opening, closing, of}: Bracket, end: number): SyntaxFault => ({
  message: `expected '${closing}' following ${of}`,
  start: opening.start,
  end,
})

function unexpected(what: string, {start, end}: {start: number; end: number}, noun = 'token '): SyntaxFault {
  return {message: `unexpected ${noun}${what}, expected expression`, start, end}
}

function* tokensOf(query: string): Generator<Token> {
  for (const {0: text, index, groups = {}} of query.matchAll(new RegExp(TOKEN, 'gsy'))) {
    const {value, word, operator, unknown} = groups
    if (value ?? word ?? operator ?? unknown) {
      const kind = unknown ? 'unknown' : value ? 'value' : word ? 'word' : 'operator'
      yield {text, start: index, end: index + text.length, kind}
    }
  }
}

const isOpening = (token: Token | undefined) => token?.kind === 'operator' && token.text in CLOSING
const isClosing = (token: Token) => token.kind === 'operator' && Object.values(CLOSING).includes(token.text)
const needsOperand = (token: Token | undefined) =>
  token !== undefined &&
  ((token.kind === 'operator' && NEEDS_OPERAND.has(token.text)) ||
    (token.kind === 'word' && BINARY_WORDS.has(token.text)))

/** Whether a comma follows its opening bracket at once. */
const precededByOpening = (query: string, comma: Token) => /[([{]\s*$/.test(query.slice(0, comma.start))

/** What a bracket begins depends on what stands before it. */
function bracket(opening: Token, previous: Token | undefined): Bracket {
  const closing = CLOSING[opening.text] ?? ''
  const followsOperand =
    previous !== undefined &&
    (previous.kind !== 'operator' || isClosing(previous) || ['*', '@', '^'].includes(previous.text))
  if (opening.text === '{') return {opening, closing, of: 'object body'}
  if (opening.text === '(')
    return {
      opening,
      closing,
      of: previous?.kind === 'word' && followsOperand ? 'function arguments' : 'parenthesized expression',
    }
  return {opening, closing, of: followsOperand ? 'expression' : 'array body'}
}
