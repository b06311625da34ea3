import {accessSync, constants, existsSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {chromium} from 'playwright'

const NAMES_ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Looks at the machine; replaced in tests. */
export type BrowserProbes = {
  env: Record<string, string | undefined>
  /** Where Playwright keeps its own Chromium once it is installed. */
  playwrightPath: string
  exists(path: string): boolean
  onPath(name: string): string | undefined
}

/**
 * The Chromium that is there already: `CHROMIUM_PATH`, else Playwright's own, else the machine's.
 *
 * @throws Error when `CHROMIUM_PATH` names a file that does not exist
 */
export function findChromium(probes: BrowserProbes = machine()): string | undefined {
  const chosen = probes.env.CHROMIUM_PATH
  if (chosen) {
    if (probes.exists(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH is ${chosen}, and there is no such file.`)
  }
  if (probes.exists(probes.playwrightPath)) return probes.playwrightPath
  return NAMES_ON_PATH.map((name) => probes.onPath(name)).find((path) => path !== undefined)
}

function machine(): BrowserProbes {
  return {env: process.env, playwrightPath: chromium.executablePath(), exists: existsSync, onPath}
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
