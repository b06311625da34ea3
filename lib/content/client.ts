import {type ClientReturn, createClient, type QueryParams, type SanityClient} from '@sanity/client'
import {cookies, draftMode} from 'next/headers'
import {type ClientPerspective, createClient as createPreviewClient} from 'next-sanity'
import {defineLive, resolvePerspectiveFromCookies} from 'next-sanity/live'
import {cache} from 'react'
import {env} from '#lib/env.ts'

/** The version of the Content Lake's API that every query of the site is written for. */
const API_VERSION = '2026-01-01'
const QUERY_TIMEOUT_MS = 15_000
const MAX_RETRIES = 2

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
 * Reads content for a page. Visitors get what is published, from Next's cache until one of the tags expires; an editor
 * in draft mode gets drafts, fresh from the Content Lake and never cached.
 *
 * @throws when the Content Lake does not answer. Nothing is cached then, so that the page before it stays.
 */
export async function fetchContent<const Query extends string>({
  query,
  params = {},
  tags,
  stega = true,
  publishedOnly = false,
}: ContentRequest<Query>): Promise<ClientReturn<Query, unknown>> {
  const perspective = publishedOnly ? undefined : await previewPerspective()
  if (perspective) return previewClient().fetch(query, params, {perspective, stega, cache: 'no-store'})
  return contentClient().fetch(query, params, {
    cache: 'force-cache',
    next: {tags: [...tags], revalidate: false},
  })
}

/**
 * The perspective that an editor who looks at the site in draft mode has chosen; nothing for a visitor.
 *
 * Draft mode is a cookie that Next signs, so a perspective cookie alone, which any client can write, changes nothing.
 */
async function previewPerspective(): Promise<ClientPerspective | undefined> {
  const {isEnabled} = await draftMode()
  return isEnabled ? resolvePerspectiveFromCookies({cookies: await cookies()}) : undefined
}

/**
 * Makes a reader of content that is asked once for all parts of a page that need the same: its head, its body and what
 * stands around it. Stega is for previews alone, so what visitors get is read one way only. Outside of pages it is asked
 * each time.
 *
 * @param read gets the words that name what is read, with stega or without
 */
export function oncePerPage<Names extends string[], Found>(
  read: (options: {stega: boolean}, ...names: Names) => Promise<Found>,
): (options?: Pick<FetchOptions, 'stega'>, ...names: Names) => Promise<Found> {
  const readOnce = cache((stega: boolean, ...names: Names) => read({stega}, ...names))
  return async ({stega = true} = {}, ...names) => readOnce(stega && (await draftMode()).isEnabled, ...names)
}

/**
 * The component that keeps a preview up to date while an editor writes. It gives the browser a token that can read
 * drafts, so it must be rendered in draft mode only.
 */
export function previewUpdates() {
  const token = env().SANITY_READ_TOKEN
  return defineLive({client: previewClient(), serverToken: token, browserToken: token}).SanityLive
}
