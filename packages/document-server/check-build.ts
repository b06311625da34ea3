import {checkPages} from './build/check-pages.ts'
import {Stylesheets} from './css/stylesheets.ts'

/** `node check-build.ts FOLDER`: fails when a page of the build in the folder cannot be sent as a document. */
const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder of the build, for example .next')
const {finished, problems} = checkPages(folder, new Stylesheets(folder))
if (problems.length > 0) {
  const lines = problems.map(({path, reason}) => `  ${path}: ${reason}`)
  console.error(`These pages cannot be sent as documents:\n${lines.join('\n')}`)
  process.exitCode = 1
} else console.log(`✓ ${finished} pages are complete without scripts`)
