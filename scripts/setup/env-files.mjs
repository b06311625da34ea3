import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/**
 * The files of variables that a command reads, weakest first. A variable of the environment beats them all.
 *
 * `.local/env` describes the local services that were started last, and counts as a whole: above the others when no
 * content lake is chosen elsewhere, else not at all, so that an address of one lake never meets a token of another.
 *
 * @param {string} root the project's folder
 * @param {Record<string, string | undefined>} [env]
 * @returns {string[]} absolute paths of existing files
 */
export function envFiles(root, env = process.env) {
  const own = ['.env', '.env.local'].map((name) => join(root, name)).filter((path) => existsSync(path))
  const local = join(root, '.local', 'env')
  const lakeIsChosen = env.SANITY_PROJECT_ID || own.some((path) => setsLake(readFileSync(path, 'utf8')))
  return lakeIsChosen || !existsSync(local) ? own : [...own, local]
}

/** @param {string} text */
function setsLake(text) {
  return /^[ \t]*(export[ \t]+)?SANITY_PROJECT_ID[ \t]*=[ \t]*\S/m.test(text)
}
