import {appendFile, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {eq} from 'drizzle-orm'
import {revalidateTag} from 'next/cache'
import {z} from 'zod'
import type {Database} from '#lib/db/database.ts'
import {seenContent} from '#lib/db/schema.ts'
import {env} from '#lib/env.ts'
import {logger} from '#lib/log.ts'
import {REVISIONS_QUERY} from '#sanity/queries/site.ts'
import {
  changesBetween,
  contentTag,
  type Revision,
  revision,
  tagsOfChange,
  tagsOfDay,
  withDaysToCome,
  withPageDays,
} from './changes.ts'
import {contentClient} from './client.ts'
import {businessDay} from './site-settings.ts'

/**
 * Expires every page and answer that carries one of the tags: the next reader waits for the new one, and none gets the
 * old one. Works only while a request is answered, as Next demands.
 */
export async function expireTags(tags: readonly string[]): Promise<void> {
  for (const tag of tags) revalidateTag(tag, {expire: 0})
  // A host of functions keeps what expired beside the pages, and has no disk for it.
  if (env().RUNTIME === 'functions') return
  try {
    await rememberExpired(tags)
  } catch (error) {
    // A build on a disk that cannot be written keeps its pages for good, and those are compared at every start.
    logger.warn({err: error, tags: tags.length}, 'Expired tags could not be noted for the next start')
  }
}

/** Keeps what was found published when it was last looked at. */
export type SeenRevisions = {
  read(): Promise<readonly Revision[] | undefined>
  write(published: readonly Revision[]): Promise<void>
}

let lastSeen: readonly Revision[] | undefined

/** In the memory of this process. */
const ofThisProcess: SeenRevisions = {
  read: async () => lastSeen,
  async write(published) {
    lastSeen = published
  },
}

/**
 * In the database, for hosts where every request may have a process of its own and pages are kept beside them all.
 *
 * @param build names the build whose pages were made from what it read; another build has seen nothing yet
 */
export function seenInDatabase(db: Database, build: string): SeenRevisions {
  return {
    async read() {
      const [row] = await db.select().from(seenContent).where(eq(seenContent.build, build))
      return row && revisions.parse(row.revisions)
    },
    async write(published) {
      const values = {build, revisions: [...published]}
      await db.insert(seenContent).values(values).onConflictDoUpdate({target: seenContent.build, set: values})
    },
  }
}

/**
 * Compares what is published with what was seen last and expires what differs. A change is found within one round even when
 * its webhook never arrived. A version of a policy for a day to come takes effect in the first round of that day, and so a page
 * appears or goes.
 *
 * @returns the tags that were expired.
 * @throws when the Content Lake does not answer; the next round starts from the same place.
 */
export async function expireMissedChanges(
  seen: SeenRevisions = ofThisProcess,
  now = new Date(),
): Promise<string[]> {
  const [published, today] = [await fetchRevisions(), await businessDay(now)]
  const before = await seen.read()
  const tags = before ? tagsBetween(before, published, today) : await tagsSinceBuild(published, seen, today)
  await expireTags(tags)
  await seen.write(withDaysToCome(published, today))
  return tags
}

/** What a process that has just started must expire, since it knows only the pages that lie on the disk. */
async function tagsSinceBuild(
  published: readonly Revision[],
  seen: SeenRevisions,
  today: string,
): Promise<string[]> {
  const built = await readBuilt()
  // Every page carries the tag of the settings. A process that keeps its own pages has none without a build.
  if (!built) return seen === ofThisProcess ? [] : [contentTag('siteSettings')]
  // Every page carries the tag of the settings, and every page names its own address.
  const moved = built.siteUrl === env().SITE_URL ? [] : [contentTag('siteSettings')]
  return [...new Set([...tagsBetween(built.revisions, published, today), ...(await readExpired()), ...moved])]
}

function tagsBetween(before: readonly Revision[], after: readonly Revision[], today: string): string[] {
  return [...new Set([...changesBetween(before, after).flatMap(tagsOfChange), ...tagsOfDay(before, today)])]
}

const revisions = z.array(revision)

/** Asks the Content Lake, past every cache, what is published now. */
export async function fetchRevisions(): Promise<Revision[]> {
  const found = revisions.parse(await contentClient().fetch(REVISIONS_QUERY, {}, {cache: 'no-store'}))
  return found.map(withPageDays)
}

const distDir = () => path.resolve(/* turbopackIgnore: true */ process.env.NEXT_DIST_DIR || '.next')

/** The folder beside the built pages for what must be known about them for as long as they exist. */
const notesDir = () => path.join(distDir(), 'content')

const builtFile = () => path.join(notesDir(), 'built.json')

/** What pages were built from: the documents, and the site's own address, which canonical links contain. */
const built = z.object({siteUrl: z.string(), revisions})

/**
 * Notes what a build is made from. To be called before the first page is rendered, so that no page can be older than
 * the note says.
 *
 * Answers that an earlier build kept are thrown away: Next would put them into the new pages however old they are.
 */
export async function rememberBuilt(found: z.infer<typeof built>): Promise<void> {
  await rm(path.join(distDir(), 'cache', 'fetch-cache'), {recursive: true, force: true})
  await mkdir(notesDir(), {recursive: true})
  await writeFile(builtFile(), JSON.stringify(found))
}

/** What the pages were built from; nothing when there was no build, as in development. */
async function readBuilt(): Promise<z.infer<typeof built> | undefined> {
  const text = await readFile(builtFile(), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : built.parse(JSON.parse(text))
}

const expiredFile = () => path.join(notesDir(), 'expired-tags')

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
  await mkdir(notesDir(), {recursive: true})
  // The break stands first, so that a line torn by a crash cannot swallow the next tag.
  await appendFile(expiredFile(), fresh.map((tag) => `\n${JSON.stringify(tag)}`).join(''))
}

/** Every tag that expired since the build, each once. */
export async function readExpired(): Promise<string[]> {
  const text = await readFile(expiredFile(), 'utf8').catch(() => '')
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
