import {createHash} from 'node:crypto'
import {PageNames, type Stylesheets} from '../css/used-css.ts'
import type {CaughtAnswer} from '../http/response.ts'
import type {DocumentFacts, Header, SecurityPolicies} from '../http/security-headers.ts'
import type {Logger} from '../log/application-log.ts'
import type {MaskPath} from '../log/mask-path.ts'
import {type OpenTag, PostProcessError, readHtml} from './html.ts'
import {StaticPage} from './static-page.ts'

/** Attributes that browsers follow. */
const ADDRESSES = new Set(['href', 'src', 'action', 'formaction', 'xlink:href'])

/** Preloads of what a static page does without. */
const NEEDLESS_PRELOADS = new Set(['script', 'style'])

/** The attributes of the page's opening tag, with nothing but white space and a doctype before it. */
const HTML_ATTRIBUTES = /^\s*(?:<!doctype html>)?\s*<html(\s(?:"[^"]*"|'[^']*'|[^"'>])*)>/i
const QUOTED = /"[^"]*"|'[^']*'/g

export type HtmlPostProcessorOptions = {
  stylesheets: Stylesheets
  headers?: readonly Header[]
  policies: SecurityPolicies
  logger: Logger
  maskPath: MaskPath
}

/** Makes static pages of Next's answers, with the policy that fits each. */
export class HtmlPostProcessor {
  readonly #options: HtmlPostProcessorOptions

  constructor(options: HtmlPostProcessorOptions) {
    this.#options = options
  }

  /**
   * The static page that an answer becomes. Nothing for a page that does not declare itself a document, or that cannot be
   * one: that is better sent as Next made it than not at all, and the check of a build refuses such pages.
   */
  process(path: string, {status, body}: CaughtAnswer, fingerprint: string): StaticPage | undefined {
    const {stylesheets, headers, policies, logger, maskPath} = this.#options
    const source = body.toString('utf8')
    if (!declaresDocument(source)) return undefined
    try {
      const {html, ...facts} = postProcess(source, stylesheets.pick)
      return new StaticPage({
        status,
        fingerprint,
        html,
        policy: policies.document(facts),
        ...(headers && {headers}),
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      logger.error({path: maskPath(path), reason}, 'A page is sent as Next made it')
      return undefined
    }
  }
}

/** Whether a page says of itself that it is complete without scripts: `<html data-document>`. */
export function declaresDocument(html: string): boolean {
  const attributes = HTML_ATTRIBUTES.exec(html)?.[1]?.replace(QUOTED, '')
  return attributes !== undefined && /\sdata-document(?:[\s=/]|$)/i.test(attributes)
}

export type ProcessedHtml = DocumentFacts & {html: string}

/** Gives the CSS of these stylesheets that a page with these names can use. */
export type PickCss = (hrefs: readonly string[], names: PageNames) => string

/**
 * Turns a page as Next makes it into a plain document: no scripts but those marked `data-keep` and data such as
 * JSON-LD, the CSS that it uses inlined, nothing of React's own.
 *
 * @throws PostProcessError when the page needs scripts to be complete, or would run one that no policy should allow.
 */
export function postProcess(html: string, pickCss: PickCss): ProcessedHtml {
  const page = new PageWriter()
  for (const token of readHtml(html)) {
    switch (token.kind) {
      case 'comment':
        refusePending(token.text)
        break
      case 'text':
      case 'doctype':
        page.out.push(token.source)
        break
      case 'open':
        page.open(token.tag)
        break
      case 'close':
        page.close(token.name, token.source)
        break
      case 'raw':
        page.raw(token.tag, token.text)
    }
  }
  return page.finish(pickCss)
}

/** Writes the page anew, and keeps what its stylesheets and its policy depend on. */
class PageWriter {
  readonly out: string[] = []
  readonly #names = new PageNames()
  readonly #sheets = new Set<string>()
  readonly #styles = new Set<string>()
  readonly #formTargets = new Set<string>()
  readonly #preloads = new Set<string>()
  readonly #classes = new ShortClasses()
  readonly #kept = new Set<string>()
  #stylesAt: number | undefined

  open(tag: OpenTag): void {
    const {name, attributes} = tag
    if (name === 'link') {
      const href = attributes.get('rel') === 'stylesheet' ? attributes.get('href') : undefined
      if (href !== undefined) {
        this.#linkStylesheet(href)
        return
      }
      if (isNeedless(attributes) || this.#isPreloaded(attributes)) return
    }
    if (attributes.get('name') === 'next-size-adjust') return
    this.out.push(this.#tag(tag))
  }

  close(name: string, source: string): void {
    // An empty hidden box is left where React put metadata that now stands in the head.
    if (name === 'div' && this.out.at(-1) === '<div hidden="">') this.out.pop()
    else this.out.push(source)
  }

  /** An element whose content is text. */
  raw(tag: OpenTag, text: string): void {
    if (tag.name === 'script') {
      const mark = tag.attributes.get('data-keep')
      if (!keepsScript(tag, text)) return
      if (mark) this.#kept.add(mark)
    }
    if (tag.name === 'style') this.#styles.add(hashSource(text))
    this.out.push(this.#tag(tag), text, `</${tag.name}>`)
  }

  finish(pickCss: PickCss): ProcessedHtml {
    if (this.#stylesAt !== undefined) {
      const css = this.#classes.inCss(pickCss([...this.#sheets], this.#names))
      if (css !== '') {
        this.#styles.add(hashSource(css))
        this.out[this.#stylesAt] = `<style>${css}</style>`
      }
    }
    return {
      html: this.out.join(''),
      styles: [...this.#styles],
      formTargets: [...this.#formTargets],
      kept: [...this.#kept],
    }
  }

  /** The tag as it is sent. */
  #tag(tag: OpenTag): string {
    const {name, attributes} = tag
    refuseScriptsIn(tag)
    if (name === 'template') throw new PostProcessError('A <template> is filled in by a script.')
    this.#names.add(name, attributes)
    if (name === 'form') this.#formTargets.add(attributes.get('action') ?? '')
    const classes = attributes.get('class')
    if (classes !== undefined) tag.set('class', this.#classes.inAttribute(classes))
    if (name === 'html') tag.remove('data-document')
    const style = attributes.get('style')
    // next/image hides the words of a missing picture; that needs no style of its own.
    if (style === 'color:transparent') tag.remove('style')
    else if (style !== undefined) this.#styles.add("'unsafe-hashes'").add(hashSource(style))
    return tag.toString()
  }

  /** All stylesheets of the page become one, where the first one stood. */
  #linkStylesheet(href: string): void {
    this.#sheets.add(href)
    if (this.#stylesAt === undefined) this.#stylesAt = this.out.push('') - 1
  }

  #isPreloaded(attributes: ReadonlyMap<string, string>): boolean {
    const href = attributes.get('rel') === 'preload' ? attributes.get('href') : undefined
    return href !== undefined && this.#preloads.size === this.#preloads.add(href).size
  }
}

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** React marks what a script would bring later: a boundary that waits (`$?`, `$~`) or failed (`$!`). */
function refusePending(comment: string): void {
  if (/^\$[?!~]/.test(comment))
    throw new PostProcessError(`A Suspense boundary is not complete (<!--${comment}-->).`)
}

function refuseScriptsIn(tag: OpenTag): void {
  for (const [name, value] of tag.attributes) {
    if (/^on[a-z]+$/.test(name)) throw new PostProcessError(`${name} runs a script: ${tag}`)
    if (ADDRESSES.has(name) && URL.parse(value)?.protocol === 'javascript:')
      throw new PostProcessError(`An address runs a script: ${tag}`)
  }
}

/** Whether a script stays, which is then as it is sent. */
function keepsScript(tag: OpenTag, text: string): boolean {
  const {attributes} = tag
  const isData = attributes.get('type') === 'application/ld+json'
  if (!isData && !attributes.has('data-keep')) return false
  if (!isData && (text !== '' || !/^\/(?!\/)/.test(attributes.get('src') ?? '')))
    throw new PostProcessError(`A script that is kept must be a file of this site: ${tag}`)
  // Within a comment, `<script` would move the end of the element.
  if (text.includes('<!--')) throw new PostProcessError('JSON-LD holds the start of a comment.')
  tag.remove('data-keep')
  return true
}

function isNeedless(attributes: ReadonlyMap<string, string>): boolean {
  const rel = attributes.get('rel')
  return (
    rel === 'modulepreload' ||
    rel === 'expect' ||
    (rel === 'preload' && NEEDLESS_PRELOADS.has(attributes.get('as') ?? ''))
  )
}

/** A class as CSS modules name it: the name of its file's own, and a mark that tells files apart. */
const OF_A_MODULE = /^[\w-]*_[\w-]+$/
const IN_SELECTOR = /\.(-?[A-Za-z_][\w-]*)/g

/**
 * Gives the classes of one page names as short as a person would choose for a page of its own. They say nothing to
 * readers, and their marks are what packs worst in the whole page. They depend on the page alone, so that a build that
 * names its modules otherwise makes the same page.
 */
export class ShortClasses {
  readonly #names = new Map<string, string>()

  /** The value of a class attribute with short names. */
  inAttribute(classes: string): string {
    const names = classes.split(/\s+/).flatMap((name) => (name === '' ? [] : this.#short(name)))
    return names.join(' ')
  }

  /** CSS with the short names of the attributes so far. */
  inCss(css: string): string {
    return css.replace(IN_SELECTOR, (selector, name: string) => {
      const short = this.#names.get(name)
      return short === undefined ? selector : `.${short}`
    })
  }

  #short(name: string): string {
    if (!OF_A_MODULE.test(name)) return name
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const short = `_${this.#names.size.toString(36)}`
    this.#names.set(name, short)
    return short
  }
}
