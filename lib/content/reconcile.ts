import {env} from '#lib/env.ts'
import {readBuilt} from './built.ts'
import {differences} from './differences.ts'
import {expireTags} from './expire.ts'
import {readExpired} from './expired.ts'
import {fetchRevisions, type Revision} from './revisions.ts'
import {contentTag, tagsOfChange} from './tags.ts'

let seen: readonly Revision[] | undefined

/**
 * Compares what is published with what this process saw last and expires what differs. A change is found within one
 * round even when its webhook never arrived.
 *
 * @returns the tags that were expired.
 * @throws when the Content Lake does not answer; the next round starts from the same place.
 */
export async function reconcile(): Promise<string[]> {
  const now = await fetchRevisions()
  const tags = seen ? tagsOf(seen, now) : await tagsSinceBuild(now)
  await expireTags(tags)
  seen = now
  return tags
}

/** What a process that has just started must expire, since it knows only the pages that lie on the disk. */
async function tagsSinceBuild(now: readonly Revision[]): Promise<string[]> {
  const built = await readBuilt()
  if (!built) return []
  // Every page carries the tag of the settings, and every page names its own address.
  const moved = built.siteUrl === env().SITE_URL ? [] : [contentTag('siteSettings')]
  return [...new Set([...tagsOf(built.revisions, now), ...(await readExpired()), ...moved])]
}

function tagsOf(before: readonly Revision[], now: readonly Revision[]): string[] {
  return [...new Set(differences(before, now).flatMap(tagsOfChange))]
}
