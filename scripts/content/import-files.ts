import {readFile} from 'node:fs/promises'
import {basename, resolve} from 'node:path'
import type {SanityClient} from '@sanity/client'
import {z} from 'zod'
import type {Content, PolicyContent} from '#lib/import/content.ts'
import {CommandError, EXIT} from './command.ts'

/**
 * New addresses by old ones: a JSON object, or a line for each with both, and spaces, a tab or a comma between them.
 *
 * @throws CommandError when the file cannot be read or is neither
 */
export async function readAddressMap(path: string, name: string): Promise<ReadonlyMap<string, string>> {
  const text = await readText(path, name)
  if (text.trimStart().startsWith('{')) {
    const parsed = z.record(z.string(), z.string()).safeParse(json(text))
    if (!parsed.success)
      throw new CommandError(EXIT.usage, `${name} has to be an object of addresses: {"/old": "/new"}.`)
    return new Map(Object.entries(parsed.data))
  }
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '' && !line.startsWith('# '))
  return new Map(
    lines.map((line): [string, string] => {
      const [from, to, ...rest] = line.trim().split(/\s*[,\t]\s*|\s+/)
      if (!from || !to || rest.length > 0)
        throw new CommandError(EXIT.usage, `${name}: "${line}" has to be an old address and a new one.`)
      return [from, to]
    }),
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * A policy whose pictures are stored: each is read from its path beside the file. The words that describe one that is not there
 * stand in its place.
 */
export async function withPictures(
  client: SanityClient,
  policy: PolicyContent,
  folder: string,
): Promise<{policy: PolicyContent; missing: string[]}> {
  const missing: string[] = []
  const body: Content[] = []
  for (const content of policy.body) {
    if (!('picture' in content)) {
      body.push(content)
      continue
    }
    const bytes = /^[a-z]+:/i.test(content.picture)
      ? undefined
      : await readFile(resolve(folder, decodeURI(content.picture))).catch(() => undefined)
    if (bytes) {
      const asset = await client.assets.upload('image', bytes, {filename: basename(content.picture)})
      body.push({...content, picture: asset._id})
      continue
    }
    missing.push(content.picture)
    const text = [content.alt, content.caption ?? ''].filter(Boolean).join(' ')
    const place = content.level === undefined ? {} : {listItem: 'continued' as const, level: content.level}
    if (text !== '') body.push({style: 'normal', ...place, runs: [{text, decorators: []}]})
  }
  return {policy: {...policy, body}, missing}
}

const LINE_END = 0x0a

/**
 * Reads a file that must be UTF-8. What is not would come out as replacement signs, so its line is named instead.
 *
 * @param path where the file is
 * @param name what the person called it
 * @throws CommandError when the file cannot be read or is not UTF-8
 */
export async function readText(path: string, name: string): Promise<string> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CommandError(EXIT.usage, `The file ${name} cannot be read: ${error.message}`)
  })
  const text = decode(bytes)
  if (text !== undefined) return text
  throw new CommandError(
    EXIT.problems,
    `${name}:${foreignLine(bytes)}: This line is not UTF-8. Save the file as UTF-8 text.\nNothing was written.`,
  )
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return undefined
  }
}

/** The first line, from 1, that is not UTF-8. */
function foreignLine(bytes: Uint8Array): number {
  let [line, start] = [1, 0]
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (decode(bytes.subarray(start, end)) === undefined) return line
    start = end + 1
    line += 1
  }
  return line
}
