import {stegaClean} from '@sanity/client/stega'
import {PolicyArticle} from '#components/policy/policy-article.tsx'
import {InForceNote} from '#components/policy/version-note.tsx'
import {BehindThePolicy} from '#components/privacy/providers-page.tsx'
import {StructuredData} from '#components/site/structured-data.tsx'
import type {Policy} from '#lib/content/documents.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {breadcrumbJsonLd} from '#lib/format/json-ld.ts'

/** The policy whose promises the site proves. */
const PRIVACY = 'privacy'

/** A policy, set for reading. */
export async function PolicyPage({policy}: {policy: Policy}) {
  const {slug, title, lastUpdated, contactEmail, body, version, upcoming = []} = policy
  const {name} = await getSiteSettings({stega: false})
  const breadcrumbs = breadcrumbJsonLd({url: env().SITE_URL, name}, `/${slug}`, stegaClean(title) ?? slug)
  return (
    <>
      <StructuredData entities={[breadcrumbs]} />
      <PolicyArticle
        title={title ?? slug}
        lastUpdated={lastUpdated}
        contactEmail={contactEmail}
        body={body}
        note={version && <InForceNote slug={slug} version={version} upcoming={upcoming} />}
      />
      {slug === PRIVACY && <BehindThePolicy />}
    </>
  )
}
