import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'

/** Where Debian keeps programs for administrators, which need not be on the path of others. */
const BESIDE_PATH = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** The full path of a program; nothing when this machine has none. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...BESIDE_PATH]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
