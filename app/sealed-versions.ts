import {notFound, permanentRedirect} from 'next/navigation'
import {commerce} from '#lib/commerce.ts'
import {type SealState, type Seals, sealState, sealVersions} from '#lib/content/seals.ts'
import {findVersions, getVersionText, type PolicyVersions, type VersionText} from '#lib/content/versions.ts'
import type {VersionFacts} from '#lib/format/policy-version.ts'
import {isSlug, MAX_SLUG_CHARACTERS, versionNumber, versionPath} from '#lib/links/paths.ts'

export type SealedVersions = PolicyVersions & {seals: Seals}

/**
 * The versions of the policy at an address, with their seals; nothing when no policy ever stood there. Versions that are seen
 * for the first time are sealed.
 *
 * @throws when the database does not answer: a version whose seal cannot be compared is not shown
 */
export async function sealedVersions(slug: string): Promise<SealedVersions | undefined> {
  if (!isSlug(slug) || slug.length > MAX_SLUG_CHARACTERS) return undefined
  const found = await findVersions(slug)
  return found && {...found, seals: await sealVersions(commerce().db, found.versions, found.today)}
}

/** The same for a page: readers of a policy's earlier address are led to its present one. */
export async function sealedVersionsPage(slug: string, rest = ''): Promise<SealedVersions> {
  const found = await sealedVersions(slug)
  if (!found) notFound()
  if (found.slug !== slug) permanentRedirect(`${versionPath(found.slug)}${rest}`)
  return found
}

export type ShownVersion = {version: VersionFacts; shown: VersionText; seal: SealState}

/** One version with its text and its seal. */
export async function shownVersion(
  {versions, seals}: SealedVersions,
  number: string,
): Promise<ShownVersion | undefined> {
  const wanted = versionNumber(number)
  const version = versions.find((candidate) => candidate.number === wanted)
  const shown = version && (await getVersionText(version))
  return version && shown && {version, shown, seal: await sealState(version, shown, seals)}
}
