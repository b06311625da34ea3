import {cookies, draftMode} from 'next/headers'
import {type ClientPerspective, createClient, type SanityClient} from 'next-sanity'
import {resolvePerspectiveFromCookies} from 'next-sanity/live'
import {clientSettings} from './client.ts'

let client: SanityClient | undefined

/** The client that previews read with: words carry marks that lead an editor from the page to the field. */
export function previewClient(): SanityClient {
  client ??= createClient({...clientSettings(), stega: {studioUrl: '/studio'}})
  return client
}

/**
 * What an editor who looks at the site in draft mode wants to see; nothing for a visitor.
 *
 * Draft mode is a cookie that Next signs, so a perspective cookie alone, which anybody can write, changes nothing.
 */
export async function previewPerspective(): Promise<ClientPerspective | undefined> {
  const {isEnabled} = await draftMode()
  return isEnabled ? resolvePerspectiveFromCookies({cookies: await cookies()}) : undefined
}
