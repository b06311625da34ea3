import {rmSync, writeFileSync} from 'node:fs'
import type {Addresses} from './addresses.ts'
import type {Places} from './places.ts'

/** Writes the addresses as JSON and the site's variables as `NAME=value` lines, readable by their owner only. */
export function writeAddresses(places: Places, addresses: Addresses, env: Record<string, string>): void {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  writePrivate(
    places.env,
    `# The local services that were started last. Written anew at every start.\n${lines.join('\n')}\n`,
  )
  writePrivate(places.services, `${JSON.stringify(addresses, null, 2)}\n`)
}

/** A file that exists keeps its mode, so it is made anew. */
function writePrivate(path: string, text: string): void {
  rmSync(path, {force: true})
  writeFileSync(path, text, {mode: 0o600})
}
