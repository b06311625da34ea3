import type {Definition, Node, RootContent} from 'mdast'

/** Something in a file that a policy cannot hold: the file's line, counted from 1, and what to do about it. */
export type FileProblem = {line: number; message: string}

/** Collects what is wrong with a file, so that one message can name all of it. */
export class FileProblems {
  readonly #found = new Map<string, FileProblem>()

  /** Notes a problem at the line where a node of the file begins. */
  at(node: Node, message: string): void {
    this.atLine(node.position?.start.line ?? 1, message)
  }

  /** Notes a problem at a line, counted from 1, once. */
  atLine(line: number, message: string): void {
    // Markdown reads an opening and a closing tag as two pieces of HTML; one message is enough for both.
    this.#found.set(`${line} ${message}`, {line, message})
  }

  /** Every problem, in the order of the file. */
  list(): FileProblem[] {
    return [...this.#found.values()].toSorted((a, b) => a.line - b.line)
  }
}

const NAMES: Readonly<Record<string, string>> = {
  blockquote: 'A quotation',
  code: 'A block of code',
  delete: 'Struck-through text',
  footnoteDefinition: 'A footnote',
  footnoteReference: 'A footnote',
  heading: 'A heading',
  html: 'Raw HTML',
  image: 'A picture',
  imageReference: 'A picture',
  table: 'A table',
  thematicBreak: 'A horizontal line',
}

/** Says in plain words that a policy has no place for a kind of Markdown node, for example inside a list. */
export function unsupported(type: string, place = 'in a policy'): string {
  return `${NAMES[type] ?? `Markdown of the kind "${type}"`} cannot be kept ${place}. Remove it or write it as plain text.`
}

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

/** What reading a text needs to know of the rest of the file. */
export type Context = {problems: FileProblems; definitions: Definitions; source: string}
