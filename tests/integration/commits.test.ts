import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'

const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test']
const SHAPE = new RegExp(`^(${TYPES.join('|')})(\\([a-z0-9, /-]+\\))?!?: \\S.*[^.\\s]$`)

/** Whether a commit's first line follows https://www.conventionalcommits.org/en/v1.0.0/ and ends without a dot. */
const isConventional = (subject: string) => SHAPE.test(subject) || subject.startsWith('Revert "')

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

test('every commit reads `type(scope): what it does`, for example `fix(lake): answer 409 to a taken id`', () => {
  expect(subjects().filter((subject) => !isConventional(subject))).toEqual([])
})

/** Of the commits that are there: all of them, or the newest in a shallow clone. Merges speak for themselves. */
function subjects(): string[] {
  try {
    const log = execFileSync('git', ['log', '--no-merges', '--format=%s'], {encoding: 'utf8', stdio: 'pipe'})
    return log.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}
