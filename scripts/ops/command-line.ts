import {userInfo} from 'node:os'
import {createInterface} from 'node:readline/promises'
import Table from 'cli-table3'
import {Command, CommanderError, InvalidArgumentError} from 'commander'
import {DrizzleQueryError} from 'drizzle-orm'
import pino from 'pino'
import Stripe from 'stripe'
import {z} from 'zod'
import {type Commerce, openCommerce} from '#lib/commerce.ts'
import {DatabaseTimeout} from '#lib/db/database.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {orderIdSchema} from '#lib/orders/store.ts'
import {missingPermission} from '#lib/stripe.ts'
import {type Surroundings as CommandSurroundings, PROCESS} from '../content/command.ts'

/** What a command of the owner's reads beside its arguments, and where it writes and asks. */
export type Surroundings = CommandSurroundings & {
  /** Whether a person reads what is printed. */
  isTerminal: boolean
  /** Asks the person at the terminal; absent when there is none. */
  ask?: (question: string) => Promise<string>
}

/** The surroundings of this process. */
export function ofProcess(): Surroundings {
  const ask = async (question: string) => {
    const terminal = createInterface({input: process.stdin, output: process.stderr})
    return terminal.question(question).finally(() => terminal.close())
  }
  return {...PROCESS, isTerminal: process.stdout.isTTY, ...(process.stdin.isTTY && {ask})}
}

/** A command that cannot do what it was asked to, in a sentence for the owner. */
export class CommandFailure extends Error {}

/** Cells of one line, in the order of their headings. */
export type Line = Readonly<Record<string, string | number | Date | null | undefined>>

/** What the commands share. */
export class CommandLine {
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Runs the command that the arguments name. Returns its exit code: 0 done, 1 not done, for the reason printed. */
  async run(program: Command, args: readonly string[]): Promise<0 | 1> {
    const {env, printError} = this.#around
    try {
      await program.parseAsync([...args], {from: 'user'})
      return 0
    } catch (error) {
      // Commander has printed its own.
      if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
      if (!(error instanceof Error)) throw error
      // A person reads this, and a stack would hide the sentence; LOG_LEVEL=debug shows it.
      const isExpected = error instanceof CommandFailure || env.LOG_LEVEL !== 'debug'
      printError((isExpected ? sentenceOf(error, env) : error.stack) ?? error.message)
      return 1
    }
  }

  /** A program of this name whose commands print here. */
  program(name: string): Command {
    const {print, printError} = this.#around
    return new Command(name).exitOverride().configureOutput({
      writeOut: (text) => print(withoutLineBreak(text)),
      writeErr: (text) => printError(withoutLineBreak(text)),
    })
  }

  /** Runs work with the shop's database, Stripe account and mail host, and closes them after. */
  async withCommerce(work: (commerce: Commerce) => Promise<void>): Promise<void> {
    const {env, printError} = this.#around
    const site = siteUrl.safeParse(env.SITE_URL)
    if (!site.success) throw new CommandFailure('SITE_URL must be the address of the site. See .env.example.')
    // What the command says goes to standard output; the log must not mix with it.
    const log = pino(
      {base: null, level: env.LOG_LEVEL || 'warn'},
      {
        write: (line: string) => printError(withoutLineBreak(line)),
      },
    )
    const commerce = openCommerce(parseCommerceEnv(env), site.data, log)
    try {
      await commerce.migrate().catch((error: Error) => {
        throw new CommandFailure(databaseFailed(error, env), {cause: error})
      })
      await work(commerce)
    } finally {
      await commerce.close()
    }
  }

  /**
   * Asks before something that cannot be undone.
   *
   * @throws CommandFailure when the answer is no, or when there is no person to answer and `--yes` was not given
   */
  async confirm(question: string, yes: boolean): Promise<void> {
    if (yes) return
    const {ask} = this.#around
    if (ask === undefined) throw new CommandFailure(`${question} Nobody is here to answer: add --yes.`)
    const answer = await ask(`${question} [y/N] `)
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandFailure('Nothing was done.')
  }

  say(text: string): void {
    this.#around.print(text)
  }

  /** Prints lines as a table, or as JSON for programs. */
  printTable(lines: readonly Line[], {json, none}: {json: boolean; none: string}): void {
    const [first] = lines
    if (json) this.printJson(lines)
    else if (first === undefined) this.say(none)
    else {
      // Colours are for a person's eyes; a file would hold their control characters.
      const head = this.#around.isTerminal ? ['bold'] : []
      const table = new Table({head: Object.keys(first), style: {head, border: []}})
      table.push(...lines.map((line) => Object.values(line).map(cell)))
      this.say(table.toString())
    }
  }

  /** Prints names and values under each other. */
  printFields(fields: Line): void {
    const table = new Table({style: {head: [], border: []}, wordWrap: true, colWidths: [22, 76]})
    table.push(...Object.entries(fields).map(([name, value]) => [name, cell(value)]))
    this.say(table.toString())
  }

  printJson(value: unknown): void {
    // JSON leaves the control characters above ASCII as they are.
    const text = JSON.stringify(value, null, 2).replace(
      /[\u007F-\u009F]/g,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    this.say(text)
  }
}

/** What went wrong, and with which service where that is known. The text of a failed query holds what was asked and with whose data. */
function sentenceOf(error: Error, env: Surroundings['env']): string {
  if (error instanceof DrizzleQueryError) return databaseFailed(error.cause ?? error, env)
  if (error instanceof DatabaseTimeout) return databaseFailed(error, env)
  if (error instanceof Stripe.errors.StripeConnectionError)
    return `Stripe did not answer: ${error.message} Try again in a moment.`
  const lacking = missingPermission(error)
  if (lacking !== undefined)
    return `The key in STRIPE_SECRET_KEY has no permission '${lacking}'. Give it that at https://dashboard.stripe.com/apikeys, or run this once with a key that may do everything.`
  return reasonOf(error)
}

const databaseFailed = (error: Error, {DATABASE_URL}: Surroundings['env']): string =>
  `The database at ${new URL(DATABASE_URL ?? '').host} (DATABASE_URL) did not do it: ${reasonOf(error)}`

/** A name with several addresses that all refuse gives an error without words around one for each. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError ? error.errors.map(({message}) => message).join(', ') : error.message

const withoutLineBreak = (text: string) => text.replace(/\n$/, '')

const siteUrl = z.url().transform((url) => url.replace(/\/+$/, ''))

/** What people typed must not steer the terminal that shows it. */
function cell(value: Line[string]): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, 19)
  return String(value).replace(/(?!\n)\p{Cc}/gu, ' ')
}

/** An argument of a command that is an order's id. */
export function readOrderId(text: string): string {
  const id = orderIdSchema.safeParse(text)
  if (!id.success) throw new InvalidArgumentError('An order id looks like PP-7K3F-92QM-X1ZD.')
  return id.data
}

/** An argument of a command that says how many to list. */
export function readLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new InvalidArgumentError('A number from 1 to 10000.')
  return limit
}

/** Who is at the keyboard, for the audit log. */
export function actor(): string {
  return `ops:${userInfo().username}`
}
