import {execFileSync} from 'node:child_process'
import {isConventional} from './commits/conventional.ts'

/** The commits that are there: all of them, or the newest in a shallow clone. Merges speak for themselves. */
function subjects(): string[] {
  try {
    const log = execFileSync('git', ['log', '--no-merges', '--format=%s'], {encoding: 'utf8', stdio: 'pipe'})
    return log.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

const found = subjects()
const odd = found.filter((subject) => !isConventional(subject))
for (const subject of odd) console.error(`Not a conventional commit: ${subject}`)
if (odd.length > 0) {
  console.error('Write `type(scope): what it does`, for example `fix(lake): answer 409 to a taken id`.')
  process.exitCode = 1
} else {
  console.log(`${found.length} commit messages read.`)
}
