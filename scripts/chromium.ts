/** The browser of tests, benchmarks and pictures. */
import {spawn} from 'node:child_process'
import {existsSync, globSync} from 'node:fs'
import {join} from 'node:path'
import {chromium} from 'playwright'
import {findProgram} from './programs.ts'
import {CHROMIUM_NAMES, HEADLESS_SHELL, installChromiumPackage} from './setup/debian.mjs'

/** Root and containers have no sandbox to offer, and a test run must not call hosts that no test asks for. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const DOWNLOAD_LIMIT_MS = 180_000

const NO_CHROMIUM = `No Chromium could be found or installed, and the browser tests need one.
Install Chromium or Google Chrome and name its program in CHROMIUM_PATH, for example
  CHROMIUM_PATH=/usr/bin/chromium npm test`

/** Looks at the machine; replaced in tests. */
export type BrowserProbes = {
  env: Record<string, string | undefined>
  /** Where Playwright keeps its own Chromium once it is installed. */
  playwrightPath: string
  /** Playwright's own without a window, if it is installed. */
  playwrightShell: string | undefined
  exists(path: string): boolean
  onPath(name: string): string | undefined
}

/**
 * The Chromium that is there already: `CHROMIUM_PATH`, else Playwright's own, else the machine's. One without a window comes
 * before one with it.
 *
 * @throws Error when `CHROMIUM_PATH` names a file that does not exist
 */
export function findChromium(probes: BrowserProbes = machine()): string | undefined {
  const chosen = probes.env.CHROMIUM_PATH
  if (chosen) {
    if (probes.exists(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH is ${chosen}, and there is no such file.`)
  }
  const shell = probes.playwrightShell ?? probes.onPath(HEADLESS_SHELL)
  if (shell) return shell
  if (probes.exists(probes.playwrightPath)) return probes.playwrightPath
  return CHROMIUM_NAMES.map((name) => probes.onPath(name)).find((path) => path !== undefined)
}

function machine(): BrowserProbes {
  const playwrightPath = chromium.executablePath()
  return {
    env: process.env,
    playwrightPath,
    playwrightShell: shellBeside(playwrightPath),
    exists: existsSync,
    onPath: findProgram,
  }
}

/** Playwright keeps both in folders of the same revision, such as `chromium-1208` and `chromium_headless_shell-1208`. */
function shellBeside(playwrightPath: string): string | undefined {
  const [, folder, revision] = /^(.*)[\\/]chromium-(\d+)[\\/]/.exec(playwrightPath) ?? []
  if (!folder) return undefined
  return globSync(join(folder, `chromium_headless_shell-${revision}`, '*', '*headless?shell{,.exe}'))[0]
}

/**
 * A Chromium to drive: the one that is there, else (as root on Debian) the package, else Playwright's download.
 *
 * @param root the project's folder
 * @param say tells a person what takes so long
 * @returns path of the program
 * @throws Error that names `CHROMIUM_PATH` when none is to be had
 */
export async function installChromium(
  root: string,
  say: (line: string) => void = console.log,
): Promise<string> {
  const present = findChromium()
  if (present && !process.env.CI) return present

  if (!present) say('No Chromium on this machine: installing one…')
  await installChromiumPackage()
  const packaged = findChromium()
  if (packaged) return packaged
  say('No Chromium on this machine: asking Playwright for its own (about 100 MB)…')
  await downloadChromium(root)
  const downloaded = findChromium()
  if (downloaded) return downloaded
  throw new Error(NO_CHROMIUM)
}

/** How the download ended does not matter: the caller looks at what is there. */
function downloadChromium(root: string): Promise<void> {
  const playwright = join(root, 'node_modules', '.bin', 'playwright')
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [playwright, 'install', '--only-shell', 'chromium'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: DOWNLOAD_LIMIT_MS,
    })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
