import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {z} from 'zod'
import {revisions} from './revisions.ts'

const built = z.object({siteUrl: z.string(), revisions})

/** What pages were built from: the documents, and the site's own address, which canonical links contain. */
export type Built = z.infer<typeof built>

const distDir = () => path.resolve(/* turbopackIgnore: true */ process.env.NEXT_DIST_DIR || '.next')

/** The folder beside the built pages for what must be known about them for as long as they exist. */
export const memoryDir = () => path.join(distDir(), 'content')

const builtFile = () => path.join(memoryDir(), 'built.json')

/**
 * Notes what a build is made from. To be called before the first page is rendered, so that no page can be older than
 * the note says.
 *
 * Answers that an earlier build kept are thrown away: Next would put them into the new pages however old they are.
 */
export async function rememberBuilt(found: Built): Promise<void> {
  await rm(path.join(distDir(), 'cache', 'fetch-cache'), {recursive: true, force: true})
  await mkdir(memoryDir(), {recursive: true})
  await writeFile(builtFile(), JSON.stringify(found))
}

/** What the pages were built from; nothing when there was no build, as in development. */
export async function readBuilt(): Promise<Built | undefined> {
  const text = await readFile(builtFile(), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : built.parse(JSON.parse(text))
}
