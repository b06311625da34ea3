/** Programs of other projects that tests run when this machine has them. */
import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'
import {canInstallDebianPackages, installDebianPackages} from './setup/debian.mjs'

/** Programs, by the Debian packages that hold them. */
export type Programs = Readonly<Record<string, string>>

/** Where Debian keeps programs for administrators, which need not be on the path of others. */
const BESIDE_PATH = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** The full path of a program; nothing when this machine has none. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...BESIDE_PATH]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** Those that this machine lacks. */
export function missingPrograms(programs: Programs): string[] {
  return Object.keys(programs).filter((name) => findProgram(name) === undefined)
}

/**
 * Says plainly what tests must do without on this machine.
 *
 * @param options `install` lets missing programs be installed, as root on Debian
 */
export async function providePrograms(
  programs: Programs,
  {install, say}: {install: boolean; say: (line: string) => void},
): Promise<void> {
  const packagesOf = (names: string[]) => [...new Set(names.flatMap((name) => programs[name] ?? []))]
  if (install && canInstallDebianPackages() && missingPrograms(programs).length > 0) {
    const packages = packagesOf(missingPrograms(programs))
    say(`Installing ${packages.join(', ')} with apt-get…`)
    await installDebianPackages(packages)
  }
  const missing = missingPrograms(programs)
  if (missing.length === 0) return
  say(
    `! This machine has no ${missing.join(' and no ')}: tests that need it are NOT RUN, and counted as skipped.`,
  )
  say(`  Debian: apt-get install ${packagesOf(missing).join(' ')}, or add --install to this command as root.`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
