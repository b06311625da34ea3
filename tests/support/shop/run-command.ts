import type {Surroundings} from '#scripts/ops/command-line.ts'
import type {Ended} from '../commands.ts'
import {type Shop, SITE_URL} from './shop.ts'

type Run = (args: readonly string[], around: Surroundings) => Promise<number>

/** Runs a command of the owner's in this process, with the variables of a shop and no person at the terminal. */
export async function runCommand(
  run: Run,
  shop: Shop,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Ended> {
  const printed = {out: '', err: ''}
  const code = await run(args, {
    env: {...shop.env, SITE_URL, ...env},
    out: (text) => {
      printed.out += text
    },
    err: (text) => {
      printed.err += text
    },
    isTerminal: false,
  })
  return {code, ...printed}
}
