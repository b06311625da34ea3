import {spawn} from 'node:child_process'
import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {delimiter, join} from 'node:path'

const TIME_LIMIT_MS = 300_000

/** Asked by Debian's packages whether a service may be started; 101 means no. */
const POLICY = '/usr/sbin/policy-rc.d'

/** Chromium without a window: a test's page costs it a quarter of what it costs a whole browser without its window. */
export const HEADLESS_SHELL = 'chromium-headless-shell'

/** What a Chromium that a test can drive is called, the best first. */
export const CHROMIUM_NAMES = [
  HEADLESS_SHELL,
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/** Whether Debian's packages can be installed here: as root on Debian and what is made of it. */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

/**
 * Installs Debian's packages, and starts none of them as a service. Resolves however that ended: the caller looks at
 * what is there.
 *
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
  const isOurs = !existsSync(POLICY)
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', {mode: 0o755})
  try {
    await aptGet(['update', '-qq'])
    await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...packages])
  } finally {
    if (isOurs) rmSync(POLICY)
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function aptGet(args) {
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
  return new Promise((resolve) => {
    const child = spawn('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
      timeout: TIME_LIMIT_MS,
    })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}

/**
 * Installs Debian's Chromium where the tests' own search will find none and would install the same. It needs no package of
 * ours, so that it can run while they are being installed. Resolves however that ended.
 *
 * @returns {Promise<void>}
 */
export async function installChromiumPackage() {
  // A machine that is thrown away afterwards is given the better one even where there is another.
  const names = process.env.CI ? [HEADLESS_SHELL] : CHROMIUM_NAMES
  if (process.env.CHROMIUM_PATH || !canInstallDebianPackages() || hasChromium(names)) return
  await installDebianPackages([HEADLESS_SHELL])
  // Older releases of Debian have no package of it.
  if (!hasChromium(CHROMIUM_NAMES)) await installDebianPackages(['chromium'])
}

/** @param {readonly string[]} names */
function hasChromium(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => names.some((name) => existsSync(join(folder, name)))) || hasPlaywrightsOwn()
}

/** @see https://playwright.dev/docs/browsers#managing-browser-binaries */
function hasPlaywrightsOwn() {
  try {
    const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright')
    return readdirSync(folder).some((name) => name.startsWith('chromium'))
  } catch {
    return false
  }
}
