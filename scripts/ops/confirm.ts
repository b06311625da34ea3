import {createInterface} from 'node:readline/promises'
import {CommandFailure} from './command-failure.ts'

/**
 * Asks before something that cannot be undone.
 *
 * @throws CommandFailure when the answer is no, or when nobody is there to answer and `--yes` was not given
 */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new CommandFailure(`${question} Nobody is here to answer: add --yes.`)
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close())
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandFailure('Nothing was done.')
}
