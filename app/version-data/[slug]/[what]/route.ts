import {sealedVersions, shownVersion} from '#app/sealed-versions.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {versionsFeed} from '#lib/markdown/listings.ts'

// Written at the first request for it, since a build has no database, and anew when a version is published.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type DataProps = {params: Promise<{slug: string; what: string}>}

/** The versions of a policy for programs: a feed, a list, or one version. Found at addresses below the policy's own. */
export async function GET(_request: Request, {params}: DataProps): Promise<Response> {
  const {slug, what} = await params
  const found = await sealedVersions(slug)
  if (!found) return missing()
  const {title, versions, today} = found
  if (what === 'atom')
    return new Response(versionsFeed({siteUrl: env().SITE_URL, title, slug: found.slug, versions, today}), {
      headers: {'content-type': 'application/atom+xml; charset=utf-8'},
    })
  if (what === 'json') return json({title, slug: found.slug, versions})
  const one = await shownVersion(found, what)
  if (!one) return missing()
  return json({
    ...one.version,
    seal: one.seal.state,
    howToCheck: 'The hash is the SHA-256 of "text" as canonical JSON (RFC 8785).',
    text: one.shown.text,
  })
}

const missing = () => errorResponse(404, 'not_found', 'There is no such version.')

const json = (value: object) => Response.json(value, {headers: {'x-robots-tag': 'noindex'}})
