import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {findChromium} from './find-chromium.ts'

const DOWNLOAD_LIMIT_MS = 180_000
const PACKAGE_LIMIT_MS = 300_000

const HOPELESS = `No Chromium could be found or installed, and the browser tests need one.
Install Chromium or Google Chrome and name its program in CHROMIUM_PATH, for example
  CHROMIUM_PATH=/usr/bin/chromium npm test`

/**
 * A Chromium to drive: the one that is there, else Playwright's download, else (as root on Debian) the package.
 *
 * @param root the project's folder
 * @returns path of the program
 * @throws Error that names `CHROMIUM_PATH` when none is to be had
 */
export async function installChromium(root: string): Promise<string> {
  const present = findChromium()
  if (present) return present

  console.log('No Chromium on this machine: asking Playwright for its own (about 150 MB)…')
  const playwright = join(root, 'node_modules', '.bin', 'playwright')
  await run(process.execPath, [playwright, 'install', 'chromium'], DOWNLOAD_LIMIT_MS)
  const downloaded = findChromium()
  if (downloaded) return downloaded

  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('That did not work: installing the chromium package with apt-get…')
    const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
    await run('apt-get', ['update', '-qq'], PACKAGE_LIMIT_MS, env)
    await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      PACKAGE_LIMIT_MS,
      env,
    )
    const packaged = findChromium()
    if (packaged) return packaged
  }
  throw new Error(HOPELESS)
}

/** Runs a program with its output visible. How it ended does not matter: the caller looks at what is there. */
function run(program: string, args: string[], limitMs: number, env = process.env): Promise<void> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(limitMs)
    const child = spawn(program, args, {stdio: ['ignore', 'inherit', 'inherit'], env, signal})
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
