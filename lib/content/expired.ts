import {appendFile, mkdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {memoryDir} from './built.ts'

const file = () => path.join(memoryDir(), 'expired-tags')

/**
 * Notes tags that expired since the build.
 *
 * Next keeps expired tags in memory only. A page that was not read between its expiry and a restart would come back
 * from disk as if it were fresh, so after a restart these tags are expired once more.
 */
export async function rememberExpired(tags: readonly string[]): Promise<void> {
  const known = new Set(await readExpired())
  const fresh = tags.filter((tag) => !known.has(tag))
  if (fresh.length === 0) return
  await mkdir(memoryDir(), {recursive: true})
  // The break stands first, so that a line torn by a crash cannot swallow the next tag.
  await appendFile(file(), fresh.map((tag) => `\n${JSON.stringify(tag)}`).join(''))
}

/** Every tag that expired since the build, each once. */
export async function readExpired(): Promise<string[]> {
  const text = await readFile(file(), 'utf8').catch(() => '')
  return [...new Set(text.split('\n').flatMap(tagOfLine))]
}

function tagOfLine(line: string): string[] {
  try {
    const tag: unknown = JSON.parse(line)
    return typeof tag === 'string' ? [tag] : []
  } catch {
    return []
  }
}
