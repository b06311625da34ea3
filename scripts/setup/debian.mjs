import {spawn} from 'node:child_process'
import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {delimiter, join} from 'node:path'

const TIME_LIMIT_MS = 300_000

/** Asked by Debian's packages whether a service may be started; 101 means no. */
const POLICY = '/usr/sbin/policy-rc.d'

/** What a Chromium that a test can drive is called. */
export const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

export const CHROMIUM_PACKAGE = 'chromium'

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
  if (canInstallDebianPackages() && !hasChromium()) await installDebianPackages([CHROMIUM_PACKAGE])
}

function hasChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const isOnPath = folders.some((folder) => CHROMIUM_NAMES.some((name) => existsSync(join(folder, name))))
  return Boolean(process.env.CHROMIUM_PATH) || isOnPath || hasPlaywrightsOwn()
}

/** @see https://playwright.dev/docs/browsers#managing-browser-binaries */
function hasPlaywrightsOwn() {
  try {
    const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright')
    return readdirSync(folder).some((name) => name.startsWith('chromium-'))
  } catch {
    return false
  }
}
