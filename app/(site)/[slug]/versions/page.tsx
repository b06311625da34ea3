import type {Metadata} from 'next'
import {sealedVersionsPage, shownVersion} from '#app/sealed-versions.ts'
import {VersionList} from '#components/policy/version-list.tsx'
import {missingVersions} from '#lib/content/seals.ts'
import {versionState} from '#lib/format/policy-version.ts'
import {feedPath, versionPath} from '#lib/links/paths.ts'

// Written at the first request for it, since a build has no database, and anew when a version is published.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type PageProps = {params: Promise<{slug: string}>}

export async function generateMetadata({params}: PageProps): Promise<Metadata> {
  const {title, slug} = await sealedVersionsPage((await params).slug)
  return {
    title: `Versions of the ${title}`,
    description: `Every text of the ${title} that was ever published here, with what changed and when.`,
    alternates: {canonical: versionPath(slug), types: {'application/atom+xml': feedPath(slug)}},
  }
}

/** Every version of a policy. */
export default async function VersionsPage({params}: PageProps) {
  const found = await sealedVersionsPage((await params).slug)
  const {title, slug, isPublished, versions, today, seals, policyId} = found
  const entries = await Promise.all(
    versions.map(async (version) => ({
      version,
      state: versionState(version, versions, today),
      seal: (await shownVersion(found, String(version.number)))?.seal.state ?? 'changed',
    })),
  )
  const missing = missingVersions(seals, versions).filter((seal) => seal.policyId === policyId)
  return (
    <VersionList
      title={title}
      slug={slug}
      isPublished={isPublished}
      entries={entries}
      missing={missing.map(({number}) => number)}
    />
  )
}
