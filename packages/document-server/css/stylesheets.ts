import {readFileSync} from 'node:fs'
import {join, posix} from 'node:path'
import type {PageNames} from './page-names.ts'
import {type Part, readStylesheet} from './stylesheet.ts'
import {usedCss} from './used-css.ts'

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

/** Addresses in a stylesheet are relative to it; within a page they would be relative to the page. */
function withAbsoluteAddresses(css: string, folder: string): string {
  return css
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(
      /url\((["']?)(?!data:|https?:|\/|#)([^"')]+)\1\)/g,
      (_, quote: string, path: string) => `url(${quote}${posix.join(folder, path)}${quote})`,
    )
}
