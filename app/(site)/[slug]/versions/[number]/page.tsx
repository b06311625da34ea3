import type {Metadata} from 'next'
import {notFound} from 'next/navigation'
import {sealedVersionsPage, shownVersion} from '#app/sealed-versions.ts'
import {PolicyArticle} from '#components/policy/policy-article.tsx'
import {VersionNote} from '#components/policy/version-note.tsx'
import {versionState} from '#lib/format/policy-version.ts'
import {versionPath} from '#lib/links/paths.ts'

// Written at the first request for it, since a build has no database, and anew when a version is published.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type PageProps = {params: Promise<{slug: string; number: string}>}

async function read({params}: PageProps) {
  const {slug, number} = await params
  const found = await sealedVersionsPage(slug, `/${number}`)
  return {found, one: (await shownVersion(found, number)) ?? notFound()}
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const {found, one} = await read(props)
  const {number, title} = one.version
  const path = versionPath(found.slug, number)
  return {
    title: `${title}, version ${number}`,
    description: one.version.summary,
    alternates: {canonical: path, types: {'text/markdown': `${path}.md`, 'application/json': `${path}.json`}},
    // The text in force is found at the policy's own address.
    robots: {index: false},
  }
}

/** One version of a policy, for good. */
export default async function VersionPage(props: PageProps) {
  const {found, one} = await read(props)
  const {version, shown, seal} = one
  const {versions, today, slug} = found
  return (
    <PolicyArticle
      title={version.title}
      lastUpdated={version.date}
      contactEmail={shown.text.contactEmail ?? null}
      body={shown.body}
      note={
        <VersionNote
          version={version}
          state={versionState(version, versions, today)}
          seal={seal}
          slug={slug}
          numbers={versions.map(({number}) => number)}
        />
      }
    />
  )
}
