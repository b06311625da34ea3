import {createClient, type SanityClient} from '@sanity/client'
import {env} from '#lib/env.ts'

/** The version of the Content Lake's API that every query of the site is written for. */
export const API_VERSION = '2026-01-01'

let client: SanityClient | undefined

/**
 * The client that pages read with: published documents only, never the CDN, since a webhook triggers the read and the
 * CDN may not know of the change yet.
 */
export function contentClient(): SanityClient {
  client ??= createClient(clientSettings())
  return client
}

/** The settings that every client of the site shares. */
export function clientSettings() {
  const {SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, SANITY_READ_TOKEN} = env()
  return {
    projectId: SANITY_PROJECT_ID,
    dataset: SANITY_DATASET,
    apiVersion: API_VERSION,
    token: SANITY_READ_TOKEN,
    useCdn: false,
    perspective: 'published',
    timeout: 15_000,
    maxRetries: 2,
    // A host of one's own serves all projects at one name; only Sanity's has a name for each project.
    ...(SANITY_API_HOST ? {apiHost: SANITY_API_HOST, useProjectHostname: false} : {}),
  } as const
}
