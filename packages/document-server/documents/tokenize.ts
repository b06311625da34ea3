import {NotFinishableError} from './not-finishable.ts'

export type Token =
  | {kind: 'text'; source: string}
  | {kind: 'comment'; text: string}
  | {kind: 'declaration'; source: string}
  | {kind: 'open'; name: string; source: string}
  | {kind: 'close'; name: string; source: string}
  /** An element whose content is text to the parser, however it looks. `source` is its opening tag. */
  | {kind: 'raw'; name: string; source: string; text: string}

/** https://html.spec.whatwg.org/multipage/syntax.html#raw-text-elements and what browsers treat alike. */
const RAW = new Set([
  'script',
  'style',
  'textarea',
  'title',
  'noscript',
  'iframe',
  'xmp',
  'noembed',
  'noframes',
])

const NAME = /[a-zA-Z][^\s/>]*/y

/**
 * Splits HTML as React writes it into tokens that together are the whole text.
 *
 * @throws NotFinishableError when a tag, a comment or a raw element has no end.
 */
export function* tokenize(html: string): Generator<Token> {
  let at = 0
  while (at < html.length) {
    const next = html.indexOf('<', at)
    if (next === -1) return yield {kind: 'text', source: html.slice(at)}
    if (next > at) yield {kind: 'text', source: html.slice(at, next)}
    const [token, end] = markupAt(html, next)
    yield token
    at = end
  }
}

function markupAt(html: string, at: number): [Token, number] {
  if (html.startsWith('<!--', at)) {
    const end = endOf(html, '-->', at + 4, 'comment')
    return [{kind: 'comment', text: html.slice(at + 4, end - 3)}, end]
  }
  if (html.startsWith('<!', at)) {
    const end = endOf(html, '>', at, 'declaration')
    return [{kind: 'declaration', source: html.slice(at, end)}, end]
  }
  const isClose = html.charAt(at + 1) === '/'
  const name = nameAt(html, at + (isClose ? 2 : 1))
  // A lone `<` is text: no letter follows it.
  if (name === undefined) return [{kind: 'text', source: '<'}, at + 1]
  const end = endOfTag(html, at)
  const source = html.slice(at, end)
  if (isClose) return [{kind: 'close', name, source}, end]
  if (!RAW.has(name) || source.endsWith('/>')) return [{kind: 'open', name, source}, end]
  const close = closeOf(html, name, end)
  return [{kind: 'raw', name, source, text: html.slice(end, close.start)}, close.end]
}

function nameAt(html: string, at: number): string | undefined {
  NAME.lastIndex = at
  return NAME.exec(html)?.[0].toLowerCase()
}

function endOf(html: string, mark: string, from: number, what: string): number {
  const at = html.indexOf(mark, from)
  if (at === -1) throw new NotFinishableError(`A ${what} has no end.`)
  return at + mark.length
}

/** The index after the tag that begins at `at`. A `>` within quotes does not end it. */
function endOfTag(html: string, at: number): number {
  let quote = ''
  for (let index = at + 1; index < html.length; index++) {
    const character = html.charAt(index)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return index + 1
  }
  throw new NotFinishableError('A tag has no end.')
}

function closeOf(html: string, name: string, from: number): {start: number; end: number} {
  const close = new RegExp(`</${name}(?=[\\s/>])[^>]*>`, 'gi')
  close.lastIndex = from
  const match = close.exec(html)
  if (!match) throw new NotFinishableError(`<${name}> has no end.`)
  return {start: match.index, end: close.lastIndex}
}
