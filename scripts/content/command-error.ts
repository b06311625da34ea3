import {ClientError, ServerError} from '@sanity/client'
import {EXIT, type ExitCode} from './exit-codes.ts'

/** An end that a person can do something about: said in plain words, without a stack. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a command and turns its end into an exit code, telling a person on standard error what went wrong. */
export async function runCommand(command: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    const known = error instanceof CommandError ? error : serviceError(error)
    if (!known) throw error
    console.error(known.message)
    process.exitCode = known.exitCode
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
    return `Somebody changed the document at the same moment (${message}). Run the command again.`
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
