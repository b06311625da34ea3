import {join} from 'node:path'
import {runTask} from '@local/supervisor'
import {stopSignal} from './stop-signal.ts'

const root = join(import.meta.dirname, '..')
const NEXT = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
const CHECK = join(root, 'packages', 'document-server', 'check-build.ts')

/** Builds the site, and then makes sure that every page of the build can be sent as a document. */
const {signal} = stopSignal()
try {
  for (const args of [
    [NEXT, 'build', ...process.argv.slice(2)],
    [CHECK, join(root, process.env.NEXT_DIST_DIR || '.next')],
  ])
    await runTask({args, cwd: root, env: process.env}, {signal, onLine: (line) => console.log(line)})
} catch {
  // Both have said why.
  console.error('The build failed.')
  process.exitCode = 1
}
