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

/** The custom properties that a CSS value reads. */
export function propertiesIn(value: string): string[] {
  return Array.from(value.matchAll(/var\(\s*(--[^\s,)]+)/g), ([, name = '']) => name)
}
