import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {type ExitCode, runCommand, type Surroundings} from '#scripts/content/command.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** How a command ended and what it told a person. */
export type Ended = {code: number | null; out: string; err: string}

/** Runs `scripts/<name>` as a person would, with these variables and no others of the product. */
export async function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', name), ...args], {
    cwd: ROOT,
    env: {PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err] = [text(child.stdout), text(child.stderr)]
  const [code] = await once(child, 'close')
  return {code, out: await out, err: await err}
}

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
