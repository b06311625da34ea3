import {spawn} from 'node:child_process'
import {existsSync, rmSync, writeFileSync} from 'node:fs'
import {findProgram} from './find-program.ts'

const LIMIT_MS = 300_000

/** Asked by Debian's packages whether a service may be started; 101 means no. */
const POLICY = '/usr/sbin/policy-rc.d'

/** Programs of other people, by the Debian packages that hold them. */
export type Programs = Readonly<Record<string, string>>

/** Those that this machine lacks. */
export function missingPrograms(programs: Programs): string[] {
  return Object.keys(programs).filter((name) => findProgram(name) === undefined)
}

/** Whether packages can be installed here: as root on Debian and its kin. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

/** Installs what is missing, and starts none of it as a service. How that ended, the caller sees by what is there. */
export async function installPrograms(programs: Programs): Promise<void> {
  const packages = [...new Set(missingPrograms(programs).flatMap((name) => programs[name] ?? []))]
  const isOurs = !existsSync(POLICY)
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', {mode: 0o755})
  try {
    await run('apt-get', ['update', '-qq'])
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
  } finally {
    if (isOurs) rmSync(POLICY)
  }
}

function run(program: string, args: string[]): Promise<void> {
  return new Promise((resolve) => {
    const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
    const child = spawn(program, args, {stdio: ['ignore', 'inherit', 'inherit'], env, timeout: LIMIT_MS})
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
