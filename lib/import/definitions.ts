import type {Definition, RootContent} from 'mdast'

/** The addresses that a file gives to the names of its links, and which of them the text uses. */
export class Definitions {
  readonly #all: readonly Definition[]
  readonly #named: ReadonlyMap<string, Definition>
  readonly #used = new Set<Definition>()

  constructor(nodes: readonly RootContent[]) {
    this.#all = nodes.filter((node) => node.type === 'definition')
    // Where several share a name, Markdown takes the first.
    this.#named = new Map(this.#all.toReversed().map((definition) => [definition.identifier, definition]))
  }

  /** The definition of a name, which counts as used from now on. */
  use(identifier: string): Definition | undefined {
    const definition = this.#named.get(identifier)
    if (definition) this.#used.add(definition)
    return definition
  }

  /** Those that nothing has used: words that stand in the file and would stand nowhere on the page. */
  unused(): Definition[] {
    return this.#all.filter((definition) => !this.#used.has(definition))
  }
}
