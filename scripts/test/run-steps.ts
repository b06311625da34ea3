import {existsSync, mkdirSync, rmSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {dirname, join} from 'node:path'
import {runTask} from '@local/supervisor'
import {providePrograms} from '../programs.ts'
import {duration} from '../terminal.ts'
import {readReport, type StepResult} from './results.ts'
import {ROOT, type Step} from './steps.ts'

const SIGN_OF_LIFE_MS = 15_000

/** Even one processor has waiting to do for more than one step. */
const MIN_PROCESSORS = 2

export type RunOptions = {
  /** Ends what is under way, and begins nothing more. */
  signal: AbortSignal
  /** Lets programs that a step lacks be installed. */
  install: boolean
  /** Steps that an earlier run of the same command has done: they are not done again. */
  done?: ReadonlyMap<string, StepResult>
}

/**
 * Runs steps side by side as far as there are processors for them, the later ones also when an earlier one fails: a
 * developer wants to see all that is wrong at once. Every line of output begins with the name of its step.
 *
 * @returns how each ended, by its name, in the order of `steps`
 */
export async function runSteps(
  steps: readonly Step[],
  {signal, install, done = new Map()}: RunOptions,
): Promise<Map<string, StepResult>> {
  const width = Math.max(...steps.map(({name}) => name.length))
  const results = new Map<string, StepResult>()
  const running = new Map<Step, {started: number; ended: Promise<unknown>}>()
  const waiting = steps.filter(({name}) => !done.has(name))
  let lastLineAt = 0

  const print = (line: string) => {
    lastLineAt = performance.now()
    console.log(line)
  }
  const signOfLife = setInterval(() => {
    if (running.size === 0 || performance.now() - lastLineAt < SIGN_OF_LIFE_MS) return
    const names = [...running].map(([{name}, {started}]) => `${name} (${duration(secondsSince(started))})`)
    print(`… still running: ${names.join(', ')}`)
  }, SIGN_OF_LIFE_MS)

  const resultOf = (name: string) => results.get(name) ?? done.get(name)
  const hasEnded = (name: string) => resultOf(name) !== undefined || steps.every((step) => step.name !== name)
  const canBegin = ({needs = [], after = [], processors}: Step) => {
    const busy = [...running.keys()].reduce((sum, step) => sum + step.processors, 0)
    const free = Math.max(MIN_PROCESSORS, availableParallelism()) - busy
    return [...needs, ...after].every(hasEnded) && processors <= free
  }
  const begin = (step: Step) => {
    const say = (line: string) => print(`${step.name.padEnd(width)} │ ${line}`)
    const missing = (step.needs ?? []).find((name) => resultOf(name)?.ok === false)
    const started = performance.now()
    const ended = (
      missing === undefined ? runStep(step, {signal, install, say}) : Promise.resolve(false)
    ).then((ok) => {
      const seconds = secondsSince(started)
      running.delete(step)
      results.set(step.name, {title: step.title, ok, seconds, counts: countsOf(step)})
      if (missing !== undefined) say(`✗ ${step.title}: not run, since ${missing} failed`)
      else say(`${ok ? '✓' : '✗'} ${step.title} (${duration(seconds)})`)
    })
    running.set(step, {started, ended})
  }

  while (!signal.aborted) {
    for (;;) {
      const index = waiting.findIndex(canBegin)
      if (index < 0) break
      for (const step of waiting.splice(index, 1)) begin(step)
    }
    if (running.size === 0) break
    await Promise.race([...running.values()].map(({ended}) => ended))
  }
  await Promise.all([...running.values()].map(({ended}) => ended))
  clearInterval(signOfLife)
  return new Map(
    steps.flatMap(({name}) => {
      const result = results.get(name)
      return result ? [[name, result] as const] : []
    }),
  )
}

const secondsSince = (start: number) => (performance.now() - start) / 1000

async function runStep(
  step: Step,
  {signal, install, say}: {signal: AbortSignal; install: boolean; say: (line: string) => void},
): Promise<boolean> {
  say(`▸ ${step.title}`)
  if (step.report) {
    const path = join(ROOT, step.report.path)
    mkdirSync(dirname(path), {recursive: true})
    rmSync(path, {force: true})
  }
  try {
    if (step.programs) await providePrograms(step.programs, {install, say})
    await step.prepare?.(say)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return false
  }
  try {
    const env = {...process.env, ...step.env}
    for (const command of step.commands)
      await runTask({args: programOf(command), cwd: ROOT, env}, {signal, onLine: say})
    return true
  } catch {
    // The command has said why.
    return false
  }
}

/** A command of an installed package, or a file of the project. */
function programOf([name = '', ...args]: readonly string[]): string[] {
  const installed = join(ROOT, 'node_modules', '.bin', name)
  return [existsSync(installed) ? installed : join(ROOT, name), ...args]
}

function countsOf({report}: Step) {
  const read = report && readReport(join(ROOT, report.path))
  return report && read !== undefined ? report.counts(read) : undefined
}
