import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync, mkdirSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {installChromium} from '../browser/install-chromium.ts'
import {canInstall, installPrograms, missingPrograms, type Programs} from '../programs/debian-packages.ts'
import {readReport} from './counts.ts'
import type {Step} from './steps.ts'
import type {StepResult} from './summary.ts'

/**
 * Runs the steps one after the other, the later ones also when an earlier one fails: a developer wants to see all that
 * is wrong at once.
 *
 * @param root the project's folder
 * @param options `install` lets programs that a step lacks be installed
 */
export async function runSteps(
  root: string,
  steps: Step[],
  {signal, install}: {signal: AbortSignal; install: boolean},
): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const step of steps) {
    if (signal.aborted) break
    console.log(`\n── ${step.title} ${'─'.repeat(Math.max(3, 76 - step.title.length))}`)
    const started = performance.now()
    if (step.programs) await providePrograms(step.programs, install)
    const ok = await runStep(root, step, signal)
    const seconds = (performance.now() - started) / 1000
    results.push({title: step.title, ok, seconds, counts: countsOf(root, step)})
  }
  return results
}

async function runStep(root: string, step: Step, signal: AbortSignal): Promise<boolean> {
  if (step.report) {
    const path = join(root, step.report.path)
    mkdirSync(dirname(path), {recursive: true})
    rmSync(path, {force: true})
  }
  const env = {...process.env, ...step.env}
  try {
    if (step.browser) env.CHROMIUM_PATH = await installChromium(root)
    for (const command of step.commands) if (!(await succeeds(root, command, env, signal))) return false
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

/** Says plainly what a step must do without. */
async function providePrograms(programs: Programs, install: boolean): Promise<void> {
  if (install && canInstall() && missingPrograms(programs).length > 0) await installPrograms(programs)
  const missing = missingPrograms(programs)
  if (missing.length === 0) return
  const packages = missing.map((name) => programs[name]).join(' ')
  console.log(
    `! This machine has no ${missing.join(' and no ')}: tests that need it are NOT RUN, and counted as skipped.\n` +
      `  Debian: apt-get install ${packages}, or add --install to this command as root.`,
  )
}

function countsOf(root: string, {report}: Step) {
  const read = report && readReport(join(root, report.path))
  return report && read !== undefined ? report.counts(read) : undefined
}

/** The child shares the terminal's process group, so a Ctrl-C reaches it too and it can end its own children in order. */
function succeeds(
  root: string,
  command: string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<boolean> {
  const [name = '', ...args] = command
  const installed = join(root, 'node_modules', '.bin', name)
  const entry = existsSync(installed) ? installed : join(root, name)
  const child: ChildProcess = spawn(process.execPath, [entry, ...args], {cwd: root, env, stdio: 'inherit'})
  const abort = () => child.kill('SIGTERM')
  signal.addEventListener('abort', abort, {once: true})
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      signal.removeEventListener('abort', abort)
      resolve(code === 0)
    })
  })
}
