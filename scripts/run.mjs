#!/usr/bin/env node
/**
 * Every npm script goes through here: `node scripts/run.mjs [flags of Node] <name> [arguments]`.
 *
 * Plain JavaScript without packages, so that it runs in a fresh clone on an old Node. It finds or fetches a Node that
 * is new enough, installs the packages when they are not what the lock file says, and runs the command on that Node.
 */
import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {installChromiumPackage} from './setup/debian.mjs'
import {findNode, SetupError} from './setup/node.mjs'
import {installPackages} from './setup/packages.mjs'
import {runEntry} from './setup/run-entry.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const given = process.argv.slice(2)
const flags = given.slice(
  0,
  given.findIndex((word) => !word.startsWith('--')),
)
const [name, ...args] = given.slice(flags.length)

try {
  if (!name) {
    throw new SetupError('Usage: node scripts/run.mjs <name> [arguments]. `npm run` lists the names.')
  }
  const node = findNode(root)
  const usesBrowser =
    !args.includes('--only') || ['journeys', 'browser', 'promises'].some((step) => args.includes(step))
  const isFirstTest = name === 'test' && usesBrowser && !existsSync(join(root, 'node_modules'))
  // The browser of the tests takes about as long to install as the packages: both at once.
  const browser = isFirstTest ? installChromiumPackage() : undefined
  installPackages(root, node, name)
  await browser
  process.exitCode = await runEntry({root, node, flags, name, args})
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`\n${error.message}`)
  process.exitCode = 1
}
