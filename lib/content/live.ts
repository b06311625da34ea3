import {defineLive} from 'next-sanity/live'
import {env} from '#lib/env.ts'
import {previewClient} from './preview.ts'

/**
 * The component that keeps a preview up to date while somebody edits. It gives the browser a token that can read
 * drafts, so it must be rendered in draft mode only.
 */
export function previewUpdates() {
  const token = env().SANITY_READ_TOKEN
  return defineLive({client: previewClient(), serverToken: token, browserToken: token}).SanityLive
}
