import {createHash} from 'node:crypto'
import {PageNames} from '../css/page-names.ts'
import {ShortClasses} from '../css/short-classes.ts'
import {attributesOf, withChangedAttribute, withoutAttribute} from './attributes.ts'
import {NotFinishableError} from './not-finishable.ts'
import {type Token, tokenize} from './tokenize.ts'

export type FinishedDocument = {
  html: string
  /** Sources of `style-src` that allow exactly the styles within the document. */
  styles: string[]
  /** Where forms of the document are sent, as written. */
  formTargets: string[]
}

/** Gives the CSS of these stylesheets that a page with these names can use. */
export type PickCss = (hrefs: readonly string[], names: PageNames) => string

/** Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/** Attributes that browsers follow. */
const ADDRESSES = new Set(['href', 'src', 'action', 'formaction', 'xlink:href'])

/** Preloads of what a document does without. */
const NEEDLESS_PRELOADS = new Set(['script', 'style'])

/**
 * Turns a page as Next makes it into a plain document: no scripts but those marked `data-keep` and data such as
 * JSON-LD, the CSS that it uses inlined, nothing of React's own.
 *
 * @throws NotFinishableError when the page needs scripts to be complete, or would run one that no policy should allow.
 */
export function finishDocument(html: string, pickCss: PickCss): FinishedDocument {
  const out: string[] = []
  const names = new PageNames()
  const sheets = new Set<string>()
  const hashes = new Set<string>()
  const formTargets = new Set<string>()
  const preloads = new Set<string>()
  // A script that stays may look for elements by their classes.
  const classes = html.includes('data-keep') ? undefined : new ShortClasses()
  let stylesAt: number | undefined

  const openTag = (name: string, source: string, attributes: Map<string, string>): string => {
    refuseScriptsIn(source, attributes)
    if (name === 'template') throw new NotFinishableError('A <template> is filled in by a script.')
    names.add(name, attributes)
    if (name === 'form') formTargets.add(attributes.get('action') ?? '')
    let tag = source
    if (classes && attributes.has('class'))
      tag = withChangedAttribute(tag, 'class', (value) => classes.inAttribute(value))
    if (name === 'html') tag = withoutAttribute(tag, 'data-document')
    const style = attributes.get('style')
    // next/image hides the words of a missing picture; that needs no style of its own.
    if (style === 'color:transparent') tag = withoutAttribute(tag, 'style')
    else if (style !== undefined) hashes.add("'unsafe-hashes'").add(hashSource(style))
    return VOID.has(name) ? tag.replace(/\s*\/>$/, '>') : tag
  }

  for (const token of tokenize(html)) {
    switch (token.kind) {
      case 'comment':
        refusePending(token.text)
        break
      case 'text':
      case 'declaration':
        out.push(token.source)
        break
      case 'close':
        // An empty hidden box is left where React put metadata that now stands in the head.
        if (token.name === 'div' && out.at(-1) === '<div hidden="">') out.pop()
        else out.push(token.source)
        break
      case 'open': {
        const attributes = attributesOf(token.source)
        if (token.name === 'link') {
          const href = stylesheetOf(attributes)
          if (href !== undefined) {
            sheets.add(href)
            if (stylesAt === undefined) stylesAt = out.push('') - 1
            break
          }
          if (isNeedless(attributes)) break
          const preloaded = attributes.get('rel') === 'preload' ? attributes.get('href') : undefined
          if (preloaded !== undefined && preloads.size === preloads.add(preloaded).size) break
        }
        if (attributes.get('name') === 'next-size-adjust') break
        out.push(openTag(token.name, token.source, attributes))
        break
      }
      case 'raw': {
        const kept = token.name === 'script' ? keptScript(token) : token.source
        if (kept === undefined) break
        if (token.name === 'style') hashes.add(hashSource(token.text))
        out.push(openTag(token.name, kept, attributesOf(kept)), token.text, `</${token.name}>`)
      }
    }
  }
  if (stylesAt !== undefined) {
    const picked = pickCss([...sheets], names)
    const css = classes?.inCss(picked) ?? picked
    if (css !== '') {
      hashes.add(hashSource(css))
      out[stylesAt] = `<style>${css}</style>`
    }
  }
  return {html: out.join(''), styles: [...hashes], formTargets: [...formTargets]}
}

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** React marks what a script would bring later: a boundary that waits (`$?`, `$~`) or failed (`$!`). */
function refusePending(comment: string): void {
  if (/^\$[?!~]/.test(comment))
    throw new NotFinishableError(`A Suspense boundary is not complete (<!--${comment}-->).`)
}

function refuseScriptsIn(source: string, attributes: Map<string, string>): void {
  for (const [name, value] of attributes) {
    if (/^on[a-z]+$/.test(name)) throw new NotFinishableError(`${name} runs a script: ${source}`)
    if (ADDRESSES.has(name) && URL.parse(value)?.protocol === 'javascript:')
      throw new NotFinishableError(`An address runs a script: ${source}`)
  }
}

/** The opening tag of a script that stays; nothing for one of Next's. */
function keptScript({source, text}: Extract<Token, {kind: 'raw'}>): string | undefined {
  const attributes = attributesOf(source)
  const isData = attributes.get('type') === 'application/ld+json'
  if (!isData && !attributes.has('data-keep')) return undefined
  if (!isData && (text !== '' || !/^\/(?!\/)/.test(attributes.get('src') ?? '')))
    throw new NotFinishableError(`A script that is kept must be a file of this site: ${source}`)
  // Within a comment, `<script` would move the end of the element.
  if (text.includes('<!--')) throw new NotFinishableError('JSON-LD holds the start of a comment.')
  return withoutAttribute(source, 'data-keep')
}

function stylesheetOf(attributes: Map<string, string>): string | undefined {
  return attributes.get('rel') === 'stylesheet' ? attributes.get('href') : undefined
}

function isNeedless(attributes: Map<string, string>): boolean {
  const rel = attributes.get('rel')
  return (
    rel === 'modulepreload' ||
    rel === 'expect' ||
    (rel === 'preload' && NEEDLESS_PRELOADS.has(attributes.get('as') ?? ''))
  )
}
