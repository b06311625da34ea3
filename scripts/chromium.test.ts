import {expect, test} from 'vitest'
import {type BrowserProbes, findChromium} from './chromium.ts'

const PLAYWRIGHT = '/cache/ms-playwright/chrome'
const PLAYWRIGHT_SHELL = '/cache/ms-playwright/headless-shell'

function machineWith(present: string[], env: Record<string, string> = {}): BrowserProbes {
  return {
    env,
    playwrightPath: PLAYWRIGHT,
    playwrightShell: present.find((path) => path === PLAYWRIGHT_SHELL),
    exists: (path) => present.includes(path),
    onPath: (name) => present.find((path) => path === `/usr/bin/${name}`),
  }
}

test('a chosen Chromium comes before any other', () => {
  const probes = machineWith(['/opt/chrome', PLAYWRIGHT, '/usr/bin/chromium'], {CHROMIUM_PATH: '/opt/chrome'})
  expect(findChromium(probes)).toBe('/opt/chrome')
})

test('a chosen Chromium that is not there is an error, never silently another one', () => {
  const probes = machineWith([PLAYWRIGHT], {CHROMIUM_PATH: '/opt/chrome'})
  expect(() => findChromium(probes)).toThrow('CHROMIUM_PATH is /opt/chrome, and there is no such file.')
})

test('Playwright’s own comes before the machine’s', () => {
  expect(findChromium(machineWith([PLAYWRIGHT, '/usr/bin/chromium']))).toBe(PLAYWRIGHT)
})

test('the machine’s is found by any of its names', () => {
  expect(findChromium(machineWith(['/usr/bin/google-chrome']))).toBe('/usr/bin/google-chrome')
  expect(findChromium(machineWith([]))).toBeUndefined()
})

test('one without a window comes before one with it, wherever it is', () => {
  const shell = '/usr/bin/chromium-headless-shell'
  expect(findChromium(machineWith([PLAYWRIGHT, '/usr/bin/chromium', shell]))).toBe(shell)
  expect(findChromium(machineWith([PLAYWRIGHT, PLAYWRIGHT_SHELL, shell]))).toBe(PLAYWRIGHT_SHELL)
})
