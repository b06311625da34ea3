import {createInterface} from 'node:readline/promises'
import {ClientError, createClient, type SanityClient, ServerError} from '@sanity/client'
import {CommanderError} from 'commander'
import {z} from 'zod'

/** How a command of the content ended, for the shell and for programs that run it. */
export const EXIT = {
  done: 0,
  /** The file has problems; nothing was written. */
  problems: 1,
  /** The command, its options or its variables are wrong; nothing was written. */
  usage: 2,
  /** The Content Lake refused or did not answer. */
  service: 3,
  /** An editor's changes, or another document, are in the way; nothing was written. */
  conflict: 4,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a command reads beside its arguments, and where it writes. */
export type Surroundings = {
  env: Readonly<Record<string, string | undefined>>
  /** Writes a line for the person, on standard output or on standard error. */
  print: (line: string) => void
  printError: (line: string) => void
  /** Asks the person a question that is answered with yes or no; missing where there is no person to ask. */
  confirm?: (question: string) => Promise<boolean>
}

async function askOnTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({input: process.stdin, output: process.stdout})
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} (yes/no) `)).trim())
  } finally {
    terminal.close()
  }
}

/** The surroundings of this process. */
export const PROCESS: Surroundings = {
  env: process.env,
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  ...(process.stdin.isTTY && {confirm: askOnTerminal}),
}

/** A failure that a person can do something about: said in plain words, without a stack. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Runs a command and tells a person on standard error what went wrong.
 *
 * @returns the exit code
 * @throws what is neither the person's nor a service's doing
 */
export async function runCommand(
  command: (surroundings: Surroundings) => Promise<ExitCode>,
  surroundings: Surroundings = PROCESS,
): Promise<ExitCode> {
  try {
    return await command(surroundings)
  } catch (error) {
    // Commander has written its own message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    const known = error instanceof CommandError ? error : serviceError(error)
    if (!known) throw error
    surroundings.printError(known.message)
    return known.exitCode
  }
}

function serviceError(error: unknown): CommandError | undefined {
  if (error instanceof ClientError) return new CommandError(EXIT.service, refusal(error))
  if (error instanceof ServerError)
    return new CommandError(
      EXIT.service,
      `The Content Lake failed (${error.statusCode}): ${error.message}. Try again.`,
    )
  if (error instanceof Error && isUnreachable(error))
    return new CommandError(
      EXIT.service,
      `The Content Lake does not answer: ${causeOf(error)}. Is it running?`,
    )
  return undefined
}

function refusal({statusCode, message}: ClientError): string {
  if (statusCode === 401)
    return `The Content Lake does not know this token (${message}). Check SANITY_WRITE_TOKEN.`
  if (statusCode === 403)
    return `This token may not write here (${message}). SANITY_WRITE_TOKEN needs the role Editor.`
  if (statusCode === 409)
    return `The document was changed at the same moment (${message}). Run the command again.`
  return `The Content Lake refused (${statusCode}): ${message}`
}

const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ESOCKETTIMEDOUT|timed out|fetch failed|socket hang up/i

function isUnreachable(error: Error): boolean {
  return UNREACHABLE.test(`${error.message} ${causeOf(error)}`)
}

/** The innermost message that says something: "connect ECONNREFUSED 127.0.0.1:3001", not "fetch failed". */
function causeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return causeOf(error.errors[0])
  return error.cause instanceof Error ? causeOf(error.cause) : error.message
}

const unset = (value: unknown) => (value === '' ? undefined : value)

const variables = z.object({
  SANITY_PROJECT_ID: z.string().regex(/^[a-z0-9-]+$/),
  SANITY_DATASET: z.string().regex(/^[a-z0-9_][a-z0-9_-]*$/),
  SANITY_API_HOST: z.preprocess(unset, z.url().optional()),
  SANITY_WRITE_TOKEN: z.string().min(1),
})

const WRITE_TIMEOUT_MS = 30_000

/**
 * The client with which commands write: it sees drafts and published documents alike.
 *
 * @throws CommandError that names the variables that are missing or wrong.
 */
export function writeClient(env: Surroundings['env']): SanityClient {
  const result = variables.safeParse(env)
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({path}) => String(path[0])))]
    const lines = names.map((name) => `  ${name} ${env[name] ? 'is not usable' : 'is not set'}`)
    throw new CommandError(
      EXIT.usage,
      `The command needs to know where the content is. See .env.example, or start the local services with \`npm run demo\`.\n${lines.join('\n')}`,
    )
  }
  const {SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, SANITY_WRITE_TOKEN} = result.data
  return createClient({
    projectId: SANITY_PROJECT_ID,
    dataset: SANITY_DATASET,
    token: SANITY_WRITE_TOKEN,
    apiVersion: '2026-01-01',
    perspective: 'raw',
    useCdn: false,
    timeout: WRITE_TIMEOUT_MS,
    ...(SANITY_API_HOST && {apiHost: SANITY_API_HOST, useProjectHostname: false}),
  })
}
