import {join} from 'node:path'
import {Command, Option} from 'commander'
import {stopSignal} from '../stop-signal.ts'
import {runSteps} from './run-steps.ts'
import type {Step} from './steps.ts'
import {summary} from './summary.ts'

/**
 * Runs a set of steps as a command: `--only NAME` picks some, `--install` fetches programs that they lack, the summary
 * comes last, the exit code tells.
 */
export async function testCommand(name: string, description: string, steps: Step[]): Promise<void> {
  const names = steps.map((step) => step.name)
  const only = new Option('--only <names...>', 'run these steps only').choices(names)
  const program = new Command(name).description(description).addOption(only)
  if (steps.some(({programs}) => programs))
    program.option('--install', "install Debian's packages of programs that are missing (as root)")
  const {only: chosen, install = false} = program.parse().opts<{only?: string[]; install?: boolean}>()

  const root = join(import.meta.dirname, '..', '..')
  const {signal} = stopSignal()
  const results = await runSteps(
    root,
    steps.filter((step) => !chosen || chosen.includes(step.name)),
    {signal, install},
  )
  const {text, ok} = summary(results)
  console.log(`\n${text}`)
  process.exitCode = ok && !signal.aborted ? 0 : 1
}
