import type {Node} from 'mdast'

/** Something in a file that a policy cannot hold: the file's line, counted from 1, and what to do about it. */
export type Problem = {line: number; message: string}

/** Collects what is wrong with a file, so that a writer hears of everything at once. */
export class Problems {
  readonly #found = new Map<string, Problem>()

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
  list(): Problem[] {
    return [...this.#found.values()].toSorted((a, b) => a.line - b.line)
  }
}
