import {join} from 'node:path'
import {checkPages} from './build/check-pages.ts'
import {Stylesheets} from './css/stylesheets.ts'

/** Fails when a page of the build cannot be sent as a document. */
const folder = join(import.meta.dirname, '..', process.env.NEXT_DIST_DIR || '.next')
const {finished, problems} = checkPages(folder, new Stylesheets(folder))
if (problems.length > 0) {
  const lines = problems.map(({path, reason}) => `  ${path}: ${reason}`)
  console.error(`These pages cannot be sent as documents:\n${lines.join('\n')}`)
  process.exitCode = 1
} else console.log(`✓ ${finished} pages are complete without scripts`)
