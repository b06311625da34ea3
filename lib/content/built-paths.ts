import {PHASE_PRODUCTION_BUILD} from 'next/constants'
import {env} from '#lib/env.ts'
import {documentPath} from '#lib/links/document-path.ts'
import {rememberBuilt} from './built.ts'
import {fetchRevisions} from './revisions.ts'

/** Documents that the route of all paths shows; plans have a route of their own. */
const SERVED_BY_PATH: ReadonlySet<string> = new Set(['page', 'policy'])

/**
 * The paths of all published documents, for Next to render at build. Next asks before it renders the first page, so
 * this is also where the build notes what it is made from.
 *
 * @throws when the Content Lake does not answer or has no such dataset: a build without its content would be an empty site that looks healthy.
 */
export async function builtPaths(): Promise<string[][]> {
  const found = await fetchRevisions().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The Content Lake gives nothing to build the pages from: ${reason}`, {cause})
  })
  if (process.env.NEXT_PHASE === PHASE_PRODUCTION_BUILD)
    await rememberBuilt({siteUrl: env().SITE_URL, revisions: found})
  return found.flatMap(({_type, slug}) => {
    const path = SERVED_BY_PATH.has(_type) ? documentPath(_type, slug) : undefined
    return path === undefined || path === '/' ? [] : [path.slice(1).split('/')]
  })
}
