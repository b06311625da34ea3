import type {Metadata} from 'next'
import {notFound, permanentRedirect} from 'next/navigation'
import {sealedVersionsPage, shownVersion} from '#app/sealed-versions.ts'
import {Comparison} from '#components/policy/comparison.tsx'
import {compareTexts} from '#lib/format/compare-texts.ts'
import {comparisonPath, versionPath} from '#lib/links/paths.ts'

// Written at the first request for it, since a build has no database, and anew when a version is published.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type PageProps = {params: Promise<{slug: string; from: string; to: string}>}

/** Both versions, the earlier one first: each pair has one address. */
async function read({params}: PageProps) {
  const {slug, from, to} = await params
  const found = await sealedVersionsPage(slug, `/compare/${from}/${to}`)
  const [before, after] = await Promise.all([shownVersion(found, from), shownVersion(found, to)])
  if (!before || !after) notFound()
  const [one, other] = [before.version.number, after.version.number]
  if (one === other) permanentRedirect(versionPath(slug, one))
  if (one > other) permanentRedirect(comparisonPath(slug, one, other))
  return {found, before, after}
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const {found, before, after} = await read(props)
  const [one, other] = [before.version.number, after.version.number]
  return {
    title: `${found.title}: what changed from version ${one} to ${other}`,
    description: after.version.summary,
    alternates: {canonical: comparisonPath(found.slug, one, other)},
    robots: {index: false},
  }
}

/** Two versions of a policy, compared word by word. */
export default async function ComparisonPage(props: PageProps) {
  const {found, before, after} = await read(props)
  const isSound = before.seal.state === 'sealed' && after.seal.state === 'sealed'
  return (
    <Comparison
      title={found.title}
      slug={found.slug}
      before={before.version}
      after={after.version}
      isSound={isSound}
      passages={compareTexts(before.shown.text, after.shown.text)}
    />
  )
}
