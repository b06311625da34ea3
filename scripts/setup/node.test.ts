import {expect, test} from 'vitest'
import {compareVersions, OLDEST_NODE} from './node.mjs'

test('versions are ordered by number, not by letter', () => {
  expect(compareVersions('22.9.0', '22.18.0')).toBeLessThan(0)
  expect(compareVersions('v24.1.0', '22.18.0')).toBeGreaterThan(0)
  expect(compareVersions('22.18.0', 'v22.18.0')).toBe(0)
  expect(compareVersions('22.18.1', '22.18.0')).toBeGreaterThan(0)
})

test('the Node of common distributions is judged rightly', () => {
  const tooOld = (version: string) => compareVersions(version, OLDEST_NODE) < 0
  expect(['v18.19.1', 'v20.20.2', 'v22.12.0'].map(tooOld)).toEqual([true, true, true])
  expect(['v22.18.0', 'v24.0.0', 'v25.1.0'].map(tooOld)).toEqual([false, false, false])
})
