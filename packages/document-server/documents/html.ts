import {type QuoteType, Tokenizer, type TokenizerCallbacks} from 'htmlparser2'

/** A page that cannot be read as every browser reads it, or cannot be a static page. The message says why. */
export class PostProcessError extends Error {}

export type Token =
  | {kind: 'text'; source: string}
  | {kind: 'comment'; text: string}
  | {kind: 'doctype'; source: string}
  | {kind: 'open'; tag: OpenTag}
  | {kind: 'close'; name: string; source: string}
  /** An element whose content is text to the parser, however it looks. */
  | {kind: 'raw'; tag: OpenTag; text: string}

/** Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/**
 * Elements whose content is text. The tokenizer knows most; it reads on within the others, whose end is searched for.
 * Browsers with scripts take the content of `<noscript>` for text.
 */
const RAW = new Map<string, 'known' | 'searched'>([
  ...['script', 'style', 'textarea', 'title', 'iframe', 'xmp', 'noembed', 'noframes', 'plaintext'].map(
    (name): [string, 'known'] => [name, 'known'],
  ),
  ['noscript', 'searched'],
])
const RAW_IN_FOREIGN = new Map<string, 'searched'>([
  ['script', 'searched'],
  ['style', 'searched'],
])

/** Elements of SVG and MathML that hold HTML: https://html.spec.whatwg.org/multipage/parsing.html#html-integration-point */
const INTEGRATION_POINTS = {
  svg: new Set(['foreignobject', 'desc', 'title']),
  math: new Set(['mi', 'mo', 'mn', 'ms', 'mtext']),
}

/** Elements of MathML whose content is HTML or is not by rules of their own, which no page needs. */
const REFUSED_IN_MATH = new Set(['annotation-xml', 'mglyph', 'malignmark'])

/** Elements that end an `<svg>` or `<math>` that they stand in: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign */
const BREAKS_OUT = new Set(
  'b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var'.split(
    ' ',
  ),
)

/** The opening tag of an element, which can be changed and written again. */
export class OpenTag {
  /** In lower case. */
  readonly name: string
  /** Values by lower-case names, decoded. */
  readonly attributes: ReadonlyMap<string, string>
  readonly #source: string
  /** Where each attribute stands in the source, with the white space before it. */
  readonly #spans: ReadonlyMap<string, Span>
  readonly #edits = new Map<string, string>()

  /** @param isSelfClosing whether the tag ends with a slash */
  constructor({name, attributes, spans}: TagParts, source: string, isSelfClosing: boolean) {
    this.name = name
    this.attributes = attributes
    this.#spans = spans
    // The slash says nothing to browsers where there is no end tag.
    this.#source = isSelfClosing && VOID.has(name) ? source.replace(/\s*\/>$/, '>') : source
  }

  remove(name: string): void {
    if (this.#spans.has(name)) this.#edits.set(name, '')
  }

  /** Sets the value of an attribute that the tag has. */
  set(name: string, value: string): void {
    if (this.#spans.has(name) && this.attributes.get(name) !== value)
      this.#edits.set(name, ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`)
  }

  toString(): string {
    let text = ''
    let at = 0
    for (const [name, {start, end}] of this.#spans) {
      const edit = this.#edits.get(name)
      if (edit === undefined) continue
      text += this.#source.slice(at, start) + edit
      at = end
    }
    return text + this.#source.slice(at)
  }
}

type Span = {start: number; end: number}

type TagParts = {name: string; attributes: Map<string, string>; spans: Map<string, Span>}

/**
 * Takes a page apart into tokens, the way browsers do.
 *
 * @throws PostProcessError where browsers may read the page in another way than this, or something in it has no end
 */
export function readHtml(html: string): Token[] {
  const reader = new TokenReader(html)
  const tokenizer = new Tokenizer({}, reader)
  tokenizer.write(html)
  tokenizer.end()
  return reader.tokens
}

/** Collects tokens, and sees to it that together they are the whole page. */
class TokenReader implements TokenizerCallbacks {
  readonly tokens: Token[] = []
  readonly #html: string
  /** Where the last token ended; text that follows is not a token yet. */
  #at = 0
  #textEnd = 0
  /** The tag that is being read, and where its last part ended. */
  #open: (TagParts & {at: number}) | undefined
  #attribute = {name: '', value: '', start: 0}
  /** An element whose content is text, and where its content begins. */
  #raw: {tag: OpenTag; start: number; end?: number} | undefined
  /** Elements that are open within `<svg>` or `<math>`, that one first. Some hold HTML again. */
  readonly #foreign: {name: string; kind: 'svg' | 'math'; holdsHtml: boolean}[] = []

  /** How many `<select>` are open. */
  #selects = 0

  constructor(html: string) {
    this.#html = html
  }

  /** Asked by the tokenizer: within `<svg>` there are no elements whose content is text. */
  isInForeignContext(): boolean {
    return this.#foreign.at(-1)?.holdsHtml === false
  }

  ontext(start: number, end: number): void {
    if (start !== this.#textEnd && !this.#raw) throw new PostProcessError('A tag has no name.')
    this.#textEnd = end
  }

  ontextentity(_codePoint: number, end: number): void {
    this.#textEnd = end
  }

  oncomment(start: number, end: number, offset: number): void {
    if (this.#raw) return
    // Browsers take `<?`, `</ ` and `<!` for comments as well.
    if (this.#html.startsWith('<!--', start - 4)) this.#begin(start - 4)
    else this.#begin(this.#html.charAt(start - 1) === '<' ? start - 1 : start - 2)
    if (this.#html.charAt(end) !== '>') throw new PostProcessError('A comment has no end.')
    this.#add({kind: 'comment', text: this.#html.slice(start, end - offset)}, end + 1)
  }

  ondeclaration(start: number, end: number): void {
    if (this.#raw) return
    this.#begin(start - 2)
    this.#add({kind: 'doctype', source: this.#html.slice(this.#at, end + 1)}, end + 1)
  }

  oncdata(): void {
    if (!this.#raw) throw new PostProcessError('Browsers end <![CDATA[ in different places.')
  }

  onprocessinginstruction(): void {}

  onopentagname(start: number, end: number): void {
    if (this.#raw) return
    this.#begin(start - 1)
    const name = this.#html.slice(start, end).toLowerCase()
    if (this.isInForeignContext() && BREAKS_OUT.has(name))
      throw new PostProcessError(`<${name}> ends the <${this.#foreign[0]?.name}> that it stands in.`)
    this.#open = {name, at: end, attributes: new Map(), spans: new Map()}
  }

  onattribname(start: number, end: number): void {
    this.#attribute = {name: this.#html.slice(start, end).toLowerCase(), value: '', start}
  }

  onattribdata(start: number, end: number): void {
    this.#attribute.value += this.#html.slice(start, end)
  }

  onattribentity(codePoint: number): void {
    this.#attribute.value += String.fromCodePoint(codePoint)
  }

  onattribend(_quote: QuoteType, end: number): void {
    if (!this.#open) return
    const {name, value, start} = this.#attribute
    const {attributes, spans} = this.#open
    if (attributes.has(name)) throw new PostProcessError(`<${this.#open.name}> has ${name} twice.`)
    attributes.set(name, value)
    const between = this.#html.slice(this.#open.at, start)
    const space = between.length - between.trimEnd().length
    spans.set(name, {start: start - space - this.#at, end: end - this.#at})
    this.#open.at = end
  }

  onopentagend(end: number): void {
    this.#finishOpenTag(end, false)
  }

  onselfclosingtag(end: number): void {
    this.#finishOpenTag(end, true)
  }

  #finishOpenTag(end: number, isSelfClosing: boolean): void {
    if (!this.#open) return
    const {name} = this.#open
    const tag = new OpenTag(this.#open, this.#html.slice(this.#at, end + 1), isSelfClosing)
    this.#open = undefined
    const isForeign = this.isInForeignContext()
    this.#enterForeign(name, isSelfClosing)
    const raw = (isForeign ? RAW_IN_FOREIGN : RAW).get(name)
    if (name === 'frameset') throw new PostProcessError('A <frameset> takes the place of the page.')
    if (name === 'select') this.#selects++
    if (raw === undefined) {
      this.#add({kind: 'open', tag}, end + 1)
      return
    }
    const start = end + 1
    this.#raw = {tag, start, ...(raw === 'searched' && {end: this.#contentEnd(name, start, isForeign)})}
    this.#at = start
  }

  onclosetag(start: number, nameEnd: number): void {
    const name = this.#html.slice(start, nameEnd).toLowerCase()
    const end = this.#html.indexOf('>', nameEnd)
    if (this.#raw) {
      const {tag, start: contentStart, end: contentEnd = start - 2} = this.#raw
      if (start - 2 < contentEnd) return
      if (start - 2 > contentEnd || name !== tag.name)
        throw new PostProcessError(`<${tag.name}> ends in different places.`)
      const text = this.#html.slice(contentStart, contentEnd)
      // Within a comment, `<script` moves the end of the element.
      if (name === 'script' && text.includes('<!--') && /<script/i.test(text))
        throw new PostProcessError('<script> holds the start of a comment and of a script.')
      // Browsers drop elements from a <select>, and read on within them.
      if (this.#selects > 0 && name !== 'script' && text.includes('<'))
        throw new PostProcessError(`<${name}> within <select> holds markup.`)
      this.#raw = undefined
      this.#leaveForeign(name)
      this.#add({kind: 'raw', tag, text}, this.#endOfCloseTag(name, nameEnd, end))
      return
    }
    this.#begin(start - 2)
    const after = this.#endOfCloseTag(name, nameEnd, end)
    this.#leaveForeign(name)
    if (name === 'select') this.#selects = Math.max(0, this.#selects - 1)
    this.#add({kind: 'close', name, source: this.#html.slice(this.#at, after)}, after)
  }

  onend(): void {
    if (this.#raw) throw new PostProcessError(`<${this.#raw.tag.name}> has no end.`)
    this.#begin(this.#html.length)
  }

  /** Ends the text before a token that begins here. */
  #begin(start: number): void {
    if (start === this.#at) return
    if (start !== this.#textEnd) throw new PostProcessError('A tag has no end.')
    const source = this.#html.slice(this.#at, start)
    // Where what follows is left out, it would begin a tag.
    if (source.endsWith('<')) throw new PostProcessError('A < stands before a tag.')
    this.tokens.push({kind: 'text', source})
    this.#at = start
  }

  #add(token: Token, end: number): void {
    this.tokens.push(token)
    this.#at = end
    this.#textEnd = end
  }

  #endOfCloseTag(name: string, nameEnd: number, end: number): number {
    if (end === -1) throw new PostProcessError('A tag has no end.')
    if (this.#html.slice(nameEnd, end).trim() !== '') throw new PostProcessError(`</${name}> has attributes.`)
    return end + 1
  }

  #contentEnd(name: string, from: number, isForeign: boolean): number {
    const end = new RegExp(`</${name}[\\s/>]`, 'ig')
    end.lastIndex = from
    const at = end.exec(this.#html)?.index
    if (at === undefined) throw new PostProcessError(`<${name}> has no end.`)
    // Within `<svg>` it is no text to browsers, which is the same only where nothing in it looks like markup.
    if (isForeign && /[<&]/.test(this.#html.slice(from, at)))
      throw new PostProcessError(`<${name}> within <${this.#foreign[0]?.name}> holds markup.`)
    return at
  }

  #enterForeign(name: string, isSelfClosing: boolean): void {
    const parent = this.#foreign.at(-1)
    if (parent?.kind === 'math' && REFUSED_IN_MATH.has(name))
      throw new PostProcessError(`<${name}> is not read here.`)
    if (parent && !parent.holdsHtml) {
      const holdsHtml = INTEGRATION_POINTS[parent.kind].has(name)
      if (!isSelfClosing) this.#foreign.push({name, kind: parent.kind, holdsHtml})
    } else if (name === 'svg' || name === 'math') {
      if (!isSelfClosing) this.#foreign.push({name, kind: name, holdsHtml: false})
    } else if (parent && !VOID.has(name)) this.#foreign.push({name, kind: parent.kind, holdsHtml: true})
  }

  #leaveForeign(name: string): void {
    if (this.#foreign.length === 0) return
    const root = this.#foreign[0]?.name
    if (this.#foreign.pop()?.name !== name)
      throw new PostProcessError(`</${name}> ends no element of the <${root}> that it stands in.`)
  }
}
