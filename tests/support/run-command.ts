import {type ExitCode, runCommand, type Surroundings} from '#scripts/content/command.ts'
import type {Ended} from './run-script.ts'

/**
 * Runs a command of the content in this process, with these variables and no others.
 *
 * `runScript` starts the script itself, for what only a process of its own can show.
 */
export async function runHere(
  command: (surroundings: Surroundings) => Promise<ExitCode>,
  env: Record<string, string>,
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(command, {
    env,
    print: (line) => out.push(line),
    printError: (line) => err.push(line),
  })
  return {code, out: out.join('\n'), err: err.join('\n')}
}
