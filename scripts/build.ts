import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {checkBuild} from '@local/document-server/check-build'
import {packStaticFiles} from '@local/document-server/static-files'
import {runTask} from '@local/supervisor'
import {fingerprintOfSources, sourcesPath} from '#lib/promises/results.ts'
import {stopSignal} from './terminal.ts'

const root = join(import.meta.dirname, '..')
const NEXT = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')

/**
 * Builds the site, makes sure that every page of the build can be sent as a static page, and packs the files that browsers
 * load.
 */
const {signal} = stopSignal()
const folder = join(root, process.env.NEXT_DIST_DIR || '.next')
// Taken before the build, so that a source that changes meanwhile is not taken for built.
const sources = fingerprintOfSources(root)
if (await build()) {
  writeFileSync(sourcesPath(folder), sources)
  check(folder)
  await pack(folder)
}

async function build(): Promise<boolean> {
  const args = [NEXT, 'build', ...process.argv.slice(2)]
  try {
    await runTask({args, cwd: root, env: process.env}, {signal, onLine: (line) => console.log(line)})
    return true
  } catch {
    // The build itself has said why.
    console.error('The build failed.')
    process.exitCode = 1
    return false
  }
}

function check(folder: string): void {
  const {pages, refused} = checkBuild(folder)
  if (refused.length === 0) {
    console.log(`✓ ${pages.size} pages are complete without scripts`)
    return
  }
  const lines = refused.map(({path, reason}) => `  ${path}: ${reason}`)
  console.error(`These pages cannot be sent as static pages:\n${lines.join('\n')}`)
  process.exitCode = 1
}

async function pack(folder: string): Promise<void> {
  const {files, before, after} = await packStaticFiles(folder)
  console.log(`✓ ${files} files are packed, ${megabytes(before)} to ${megabytes(after)}`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
