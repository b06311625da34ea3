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
