import {expect, test} from 'vitest'
import {isConventional} from './conventional.ts'

test.each([
  'feat: add the importer',
  'fix(lake): answer 409 to a taken id',
  'feat(site, lake)!: rename the dataset',
  'Revert "feat: add the importer"',
])('%s is conventional', (subject) => expect(isConventional(subject)).toBe(true))

test.each([
  'add the importer',
  'feature: add the importer',
  'feat:add the importer',
  'feat: ',
  'feat: add the importer.',
  'WIP',
])('%s is not', (subject) => expect(isConventional(subject)).toBe(false))
