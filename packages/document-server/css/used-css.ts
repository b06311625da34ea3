import {readFileSync} from 'node:fs'
import {join, posix} from 'node:path'
import {type Part, type PropertyText, propertiesIn, readStylesheet} from './stylesheet.ts'

const STATIC = '/_next/static/'

/** The stylesheets of a build, each read once. */
export class Stylesheets {
  readonly #folder: string
  readonly #read = new Map<string, Part[]>()

  /** @param folder the build's folder, which holds `static/` */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * The CSS that a page with these names uses of these stylesheets, in their order.
   *
   * @param hrefs addresses as the page names them, `/_next/static/…`
   * @throws Error when one of them is no stylesheet of this build
   */
  readonly pick = (hrefs: readonly string[], names: PageNames): string => {
    const css = usedCss(
      hrefs.flatMap((href) => this.#partsOf(href)),
      names,
    )
    if (/<\/style/i.test(css)) throw new Error(`${hrefs.join(', ')} would end its own element.`)
    return css
  }

  #partsOf(href: string): Part[] {
    const known = this.#read.get(href)
    if (known) return known
    const {pathname} = new URL(href, 'http://site')
    if (!pathname.startsWith(STATIC)) throw new Error(`${href} is not a stylesheet of this build.`)
    const text = readFileSync(join(this.#folder, pathname.slice('/_next/'.length)), 'utf8')
    const parts = readStylesheet(withAbsoluteAddresses(text, posix.dirname(pathname)))
    this.#read.set(href, parts)
    return parts
  }
}

/** What selectors can name in a page: elements, classes and ids, and the custom properties that attributes use. */
export class PageNames {
  readonly #names = new Set(['html', 'body'])
  readonly #properties = new Set<string>()

  /** Takes in an element by its lower-case name and its attributes. */
  add(element: string, attributes: ReadonlyMap<string, string>): void {
    this.#names.add(element)
    const id = attributes.get('id')
    if (id !== undefined) this.#names.add(`#${id}`)
    for (const name of attributes.get('class')?.split(/\s+/) ?? []) this.#names.add(`.${name}`)
    for (const value of attributes.values())
      if (value.includes('var(')) for (const property of propertiesIn(value)) this.#properties.add(property)
  }

  /** Whether the page has all of these: `main`, `.menu`, `#contents`. */
  hasAll(names: readonly string[]): boolean {
    return names.every((name) => this.#names.has(name))
  }

  /** The custom properties that attributes of the page use. */
  get properties(): ReadonlySet<string> {
    return this.#properties
  }
}

/**
 * The CSS of these parts that a page can use: rules whose every element, class and id is in the page, and of custom
 * properties, animations and fonts those that such a rule reads. States (`:hover`), attributes and places among other
 * elements may change while a page is read, so they never leave a rule out.
 */
export function usedCss(parts: readonly Part[], names: PageNames): string {
  const rules = selecting(parts, names)
  const reads = readsOf(rules, names.properties)
  const values = [...declarationsOf(rules)].filter(({property}) => isNeeded(property, reads))
  const words = values.map(({text}) => text.replace(/["']/g, '')).join(';')
  return rules.map((part) => textOf(part, reads, words)).join('')
}

/** The parts without the rules that select nothing. */
function selecting(parts: readonly Part[], names: PageNames): Part[] {
  return parts.flatMap((part): Part[] => {
    if (part.kind === 'group') return [{...part, parts: selecting(part.parts, names)}]
    if (part.kind !== 'rule') return [part]
    const selectors = part.selectors.filter((selector) => names.hasAll(selector.names))
    return selectors.length === 0 ? [] : [{...part, selectors, nested: selecting(part.nested, names)}]
  })
}

function* declarationsOf(parts: readonly Part[]): Generator<PropertyText> {
  for (const part of parts) {
    if (part.kind === 'rule') {
      yield* part.declarations
      yield* declarationsOf(part.nested)
    } else if (part.kind === 'group') yield* declarationsOf(part.parts)
  }
}

/** Custom properties that something reads, directly or through another one. */
function readsOf(rules: readonly Part[], first: ReadonlySet<string>): Set<string> {
  const all = [...declarationsOf(rules)]
  const custom = Map.groupBy(
    all.filter(({property}) => isCustom(property)),
    ({property}) => property,
  )
  const reads = new Set<string>()
  const open = [...first, ...all.flatMap(({property, reads}) => (isCustom(property) ? [] : reads))]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reads.has(name)) continue
    reads.add(name)
    for (const definition of custom.get(name) ?? []) open.push(...definition.reads)
  }
  return reads
}

const isCustom = (property: string) => property.startsWith('--')

const isNeeded = (property: string, reads: ReadonlySet<string>) => !isCustom(property) || reads.has(property)

function textOf(part: Part, reads: ReadonlySet<string>, words: string): string {
  switch (part.kind) {
    case 'other':
      return part.text
    case 'named':
      return part.name !== '' && words.includes(part.name) ? part.text : ''
    case 'group': {
      const inner = part.parts.map((child) => textOf(child, reads, words)).join('')
      return inner === '' ? '' : `${part.prelude}{${inner}}`
    }
    case 'rule': {
      const own = part.declarations
        .filter(({property}) => isNeeded(property, reads))
        .map(({text}) => text)
        .join(';')
      const nested = part.nested.map((child) => textOf(child, reads, words)).join('')
      if (own === '' && nested === '') return ''
      const separator = own !== '' && nested !== '' ? ';' : ''
      return `${part.selectors.map(({text}) => text).join(',')}{${own}${separator}${nested}}`
    }
  }
}

/** Addresses in a stylesheet are relative to it; within a page they would be relative to the page. */
function withAbsoluteAddresses(css: string, folder: string): string {
  return css
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(
      /url\((["']?)(?!data:|https?:|\/|#)([^"')]+)\1\)/g,
      (_, quote: string, path: string) => `url(${quote}${posix.join(folder, path)}${quote})`,
    )
}
