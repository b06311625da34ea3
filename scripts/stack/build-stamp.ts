import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join, relative, sep} from 'node:path'

/** Everything in the project's folder that `next build` does not read. Hidden files are left out as well. */
const UNREAD = new Set(['node_modules', 'docs', 'scripts', 'tests', 'test-results', 'playwright-report'])
/** Packages that end up in a build; the others are services and tools beside the site. */
const READ_PACKAGES = new Set(['document-server'])
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
  for (const path of files(root, root).sort()) {
    hash.update(relative(root, path).split(sep).join('/'))
    hash.update('\0')
    hash.update(readFileSync(path))
    hash.update('\0')
  }
  hash.update(JSON.stringify(Object.entries(settings).sort()))
  return hash.digest('hex')
}

function files(root: string, folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    if (entry.name.startsWith('.')) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isUnread(root, folder, entry.name) ? [] : files(root, path)
    return UNREAD_FILE.test(entry.name) ? [] : [path]
  })
}

function isUnread(root: string, folder: string, name: string): boolean {
  if (folder === join(root, 'packages')) return !READ_PACKAGES.has(name)
  return folder === root && UNREAD.has(name)
}
