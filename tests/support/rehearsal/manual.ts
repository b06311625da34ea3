import {readFileSync} from 'node:fs'

/** What is to be typed into a shell, in a list or not. */
const SHELL = /^( *)```sh\n(.*?)^\1```$/gms

/** What is named in a sentence and is a command: the program that it begins with tells it from other code. */
const COMMAND_IN_SENTENCE = /`((?:npm|node|curl|systemctl|journalctl|runuser|chown|openssl)\s[^`]+)`/g

/** A row of the table that lists what a key of Stripe may do. */
const PERMISSION = /^\| .+ \| `(\w+_(?:read|write))` \|/gm

const SETTING = /^([A-Z][A-Z_]+)=(\S+)$/

/**
 * Sections of a document that tell a person what to type. A rehearsal takes every command out of it, so that it does what the document says
 * and nothing else, and says of the others why it does without them.
 */
export class Manual {
  readonly #path: string
  readonly #open: string[]
  readonly #settings = new Map<string, string>()
  /** What it says that a restricted key of Stripe may do, such as `plan_read`. */
  readonly permissions: readonly string[]

  /** @param sections headings of the second order; all that is below them is read */
  constructor(path: string, sections: readonly string[]) {
    this.#path = path
    const text = readFileSync(path, 'utf8')
    const read = sections.map((heading) => this.#section(text, heading)).join('\n')
    const lines = [...read.matchAll(SHELL)].flatMap(([, indent = '', block = '']) => linesOf(block, indent))
    const named = [...read.replaceAll(SHELL, '').matchAll(COMMAND_IN_SENTENCE)].map(([, command = '']) =>
      command.replaceAll(/\s+/g, ' '),
    )
    this.permissions = [...read.matchAll(PERMISSION)].map(([, name = '']) => name)
    for (const line of lines) {
      const [, name, value] = SETTING.exec(line) ?? []
      if (name !== undefined && value !== undefined) this.#settings.set(name, value)
    }
    this.#open = [...new Set([...lines.filter((line) => !SETTING.test(line)), ...named])]
  }

  #section(text: string, heading: string): string {
    const [, found] = text.split(`\n## ${heading}\n`)
    if (found === undefined) throw new Error(`${this.#path} has no section “${heading}”.`)
    return found.split('\n## ')[0] ?? ''
  }

  /**
   * The first command that begins with these words and was not taken yet.
   *
   * @throws Error when the document names none
   */
  take(beginning: string): string {
    const index = this.#open.findIndex((command) => command.startsWith(beginning))
    const [command] = index < 0 ? [] : this.#open.splice(index, 1)
    if (command === undefined) throw new Error(`${this.#path} does not say: ${beginning}…`)
    return command
  }

  /** What it says that a variable is set to. @throws Error when it says nothing of that variable */
  setting(name: string): string {
    const value = this.#settings.get(name)
    if (value === undefined) throw new Error(`${this.#path} does not say what ${name} is set to.`)
    return value
  }

  /** The commands that were not taken. */
  get rest(): readonly string[] {
    return this.#open
  }
}

/** The commands of a block. One that ends with `&&` goes on in the next line. */
function linesOf(block: string, indent: string): string[] {
  return block
    .replaceAll(new RegExp(`^${indent}`, 'gm'), '')
    .replaceAll(/\s+#.*$/gm, '')
    .replaceAll(/&&\n\s*/g, '&& ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
