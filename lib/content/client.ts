import {
  ClientError,
  type ClientReturn,
  createClient,
  type QueryParams,
  type SanityClient,
} from '@sanity/client'
import {stegaClean} from '@sanity/client/stega'
import {PHASE_PRODUCTION_BUILD} from 'next/constants'
import {cookies, draftMode} from 'next/headers'
import {type ClientPerspective, createClient as createPreviewClient} from 'next-sanity'
import {defineLive, resolvePerspectiveFromCookies} from 'next-sanity/live'
import {cache} from 'react'
import {z} from 'zod'
import {env} from '#lib/env.ts'
import {PAGE_DAYS_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {hasLinks, readHiddenPaths, withoutLinksTo} from './page-days.ts'

/** The version of the Content Lake's API that every query of the site is written for. */
const API_VERSION = '2026-01-01'
/** Milliseconds for one attempt. */
const QUERY_TIMEOUT_MS = 15_000
const MAX_RETRIES = 2
/** Milliseconds for all attempts together while a reader waits, who is then told to come back. A build can wait longer. */
const READER_TIMEOUT_MS = 4_000
/**
 * For so many milliseconds after that the next answers are waited for shortly only, as those that Next has kept: it renders
 * a page that failed once more, and the reader would wait twice.
 */
const AFTER_TIMEOUT_MS = 1_000
const SHORT_TIMEOUT_MS = 250

let visitorClient: SanityClient | undefined
let editorClient: ReturnType<typeof createPreviewClient> | undefined

/**
 * The client that pages read with: published documents only, never the CDN, since a webhook triggers the read and the
 * CDN may not know of the change yet.
 */
export function contentClient(): SanityClient {
  visitorClient ??= createClient(clientSettings())
  return visitorClient
}

/** The client that previews read with: words carry marks (stega) that lead an editor from the page to the field. */
export function previewClient(): ReturnType<typeof createPreviewClient> {
  editorClient ??= createPreviewClient({...clientSettings(), stega: {studioUrl: '/studio'}})
  return editorClient
}

function clientSettings() {
  const {SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, SANITY_READ_TOKEN} = env()
  return {
    projectId: SANITY_PROJECT_ID,
    dataset: SANITY_DATASET,
    apiVersion: API_VERSION,
    token: SANITY_READ_TOKEN,
    useCdn: false,
    perspective: 'published',
    timeout: QUERY_TIMEOUT_MS,
    maxRetries: MAX_RETRIES,
    // A host of one's own serves all projects at one name; only Sanity's has a name for each project.
    ...(SANITY_API_HOST ? {apiHost: SANITY_API_HOST, useProjectHostname: false} : {}),
  } as const
}

export type FetchOptions = {
  /** Off for words that do not end up on the page itself, such as its title in search results. */
  stega?: boolean
  /** On where drafts have no say even in a preview, such as what an order is made for. */
  publishedOnly?: boolean
}

type ContentRequest<Query extends string> = FetchOptions & {
  query: Query
  params?: QueryParams
  /** What expires the answer, and every page made with it. See `changes.ts`. */
  tags: readonly string[]
}

/**
 * Reads content for a page. Visitors get what is published, from Next's cache until one of the tags expires, and no links to
 * pages whose days have not come or are over; an editor in draft mode gets drafts, fresh from the Content Lake and never cached.
 *
 * @throws when the Content Lake does not answer in time. Nothing is cached then, so that the page before it stays.
 */
export async function fetchContent<const Query extends string>({
  query,
  params = {},
  tags,
  stega = true,
  publishedOnly = false,
}: ContentRequest<Query>): Promise<ClientReturn<Query, unknown>> {
  const perspective = publishedOnly ? undefined : await previewPerspective()
  if (perspective) return fetchPreview({query, params, stega, perspective})
  const found = await fetchPublished({query, params, tags})
  return hasLinks(found) ? withoutLinksTo(found, await hiddenPaths()) : found
}

/**
 * The paths of pages that are published for days of which today is none. Asked once for all parts of a page, and answered by the
 * clock each time: that a day has come expires what was made before.
 */
export const hiddenPaths = cache(async (): Promise<ReadonlySet<string>> => {
  const tags = [contentTag('siteSettings'), ADDRESSES_TAG]
  return readHiddenPaths(await fetchPublished({query: PAGE_DAYS_QUERY, params: {}, tags}), new Date())
})

async function fetchPublished<const Query extends string>({
  query,
  params,
  tags,
}: Pick<Required<ContentRequest<Query>>, 'query' | 'params' | 'tags'>): Promise<
  ClientReturn<Query, unknown>
> {
  const isRightAfter = Date.now() - timedOutAt < AFTER_TIMEOUT_MS
  const limit = AbortSignal.timeout(isRightAfter ? SHORT_TIMEOUT_MS : READER_TIMEOUT_MS)
  try {
    const found = await contentClient().fetch(query, params, {
      cache: 'force-cache',
      next: {tags: [...tags], revalidate: false},
      ...(process.env.NEXT_PHASE !== PHASE_PRODUCTION_BUILD && {signal: limit}),
    })
    return withoutStega(found)
  } catch (error) {
    // Short waits do not prolong themselves: an answer may take longer than that.
    if (limit.aborted && !isRightAfter) timedOutAt = Date.now()
    throw error
  }
}

/** When a reader was last kept waiting in vain, in milliseconds since the epoch. */
let timedOutAt = 0

/** An answer without marks that lead to a field: words may have been pasted from a preview together with them. */
function withoutStega<Answer>(answer: Answer): Answer
function withoutStega(answer: unknown): unknown {
  return stegaClean(answer)
}

type PreviewRequest<Query extends string> = {
  query: Query
  params: QueryParams
  stega: boolean
  perspective: ClientPerspective
}

/** Reads content for an editor. A release that is not there any more is as good as none. */
async function fetchPreview<const Query extends string>({
  query,
  params,
  stega,
  perspective,
}: PreviewRequest<Query>): Promise<ClientReturn<Query, unknown>> {
  try {
    const found = await previewClient().fetch(query, params, {perspective, stega, cache: 'no-store'})
    return stega ? found : withoutStega(found)
  } catch (error) {
    if (perspective === DRAFTS || !(error instanceof ClientError) || error.statusCode !== 400) throw error
    return fetchPreview({query, params, stega, perspective: DRAFTS})
  }
}

const DRAFTS = 'drafts'

const releases = z
  .array(z.string().regex(/^(?:published|drafts|r[A-Za-z0-9]{1,60})$/))
  .min(1)
  .max(50)

const perspectiveCookie = z
  .union([
    z.enum(['published', DRAFTS]),
    releases,
    z
      .string()
      .transform((name) => [name])
      .pipe(releases),
  ])
  .catch(DRAFTS)

/**
 * The perspective that an editor who looks at the site in draft mode has chosen; nothing for a visitor.
 *
 * Draft mode is a cookie that Next signs. The cookie of the perspective any client can write: alone it changes nothing, and
 * one that names no perspective stands for drafts.
 */
async function previewPerspective(): Promise<ClientPerspective | undefined> {
  const {isEnabled} = await draftMode()
  if (!isEnabled) return undefined
  return perspectiveCookie.parse(await resolvePerspectiveFromCookies({cookies: await cookies()}))
}

/**
 * Makes a reader of content that is asked once for all parts of a page that need the same: its head, its body and what
 * stands around it. Stega is for previews alone, so what visitors get is read one way only. Outside of pages it is asked
 * each time.
 *
 * @param read gets the words that name what is read, and how to read it
 */
export function oncePerPage<Names extends string[], Found>(
  read: (options: Required<FetchOptions>, ...names: Names) => Promise<Found>,
): (options?: FetchOptions, ...names: Names) => Promise<Found> {
  const readOnce = cache((stega: boolean, publishedOnly: boolean, ...names: Names) =>
    read({stega, publishedOnly}, ...names),
  )
  return async ({stega = true, publishedOnly = false} = {}, ...names) =>
    readOnce(stega && !publishedOnly && (await draftMode()).isEnabled, publishedOnly, ...names)
}

/**
 * The component that keeps a preview up to date while an editor writes. It gives the browser a token that can read
 * drafts, so it must be rendered in draft mode only.
 */
export function previewUpdates() {
  const token = env().SANITY_READ_TOKEN
  return defineLive({client: previewClient(), serverToken: token, browserToken: token}).SanityLive
}
