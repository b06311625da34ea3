import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** The folders that a build does not read. Hidden files and folders are left out as well. */
const UNREAD_FOLDERS = new Set([
  'node_modules',
  'docs',
  'packages/content-lake',
  'packages/embedded-postgres',
  'packages/mail-sink',
  'packages/stripe-standin',
  'packages/supervisor',
  'scripts',
  'tests',
  'test-results',
  'playwright-report',
])
const UNREAD_FILE =
  /\.(test|spec)\.tsx?$|^next-env\.d\.ts$|^(biome|knip)\.json$|^(vitest|playwright)\.config\.ts$|\.md$/

/**
 * A fingerprint of what a build is made from: sources, configuration and package versions.
 *
 * @param root the project's folder
 * @param settings variables that a build takes in
 */
export function buildStamp(root: string, settings: Record<string, string>): string {
  const hash = createHash('sha256')
  for (const path of files(root, '').sort()) {
    hash.update(path)
    hash.update('\0')
    hash.update(readFileSync(join(root, path)))
    hash.update('\0')
  }
  hash.update(JSON.stringify(Object.entries(settings).sort()))
  return hash.digest('hex')
}

/** The paths of all files that a build may read, relative to `root`, with `/` on every system. */
function files(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap((entry) => {
    if (entry.name.startsWith('.')) return []
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return UNREAD_FOLDERS.has(path) ? [] : files(root, path)
    return UNREAD_FILE.test(entry.name) ? [] : [path]
  })
}
