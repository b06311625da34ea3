import {expect, test} from 'vitest'
import {isInstalled} from './packages.mjs'

const entry = (version: string, optional?: boolean) => ({version, integrity: `sha512-${version}`, optional})
const lock = (packages: Record<string, ReturnType<typeof entry>>) => ({packages})
const wanted = lock({
  '': entry('0.1.0'),
  'node_modules/zod': entry('4.6.7'),
  'node_modules/sharp-darwin-arm64': entry('0.35.5', true),
})

test('packages of another platform may be missing', () => {
  expect(isInstalled(wanted, lock({'node_modules/zod': entry('4.6.7')}))).toBe(true)
})

test('a missing package, or one at another version, means that the packages must be installed', () => {
  expect(isInstalled(wanted, lock({}))).toBe(false)
  expect(isInstalled(wanted, lock({'node_modules/zod': entry('4.6.6')}))).toBe(false)
})

test('an optional package that is there must have the right version', () => {
  const installed = lock({
    'node_modules/zod': entry('4.6.7'),
    'node_modules/sharp-darwin-arm64': entry('0.35.4', true),
  })
  expect(isInstalled(wanted, installed)).toBe(false)
})
