import type {ClientReturn, QueryParams} from '@sanity/client'
import {contentClient} from './client.ts'
import {previewClient, previewPerspective} from './preview.ts'

export type FetchOptions = {
  /** Off for words that do not end up on the page itself, such as its title in search results. */
  marks?: boolean
  /** On where drafts have no say even in a preview, such as what an order is made for. */
  publishedOnly?: boolean
}

type ContentRequest<Query extends string> = FetchOptions & {
  query: Query
  params?: QueryParams
  /** What expires the answer, and every page made with it. See `tags.ts`. */
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
  marks = true,
  publishedOnly = false,
}: ContentRequest<Query>): Promise<ClientReturn<Query, unknown>> {
  const perspective = publishedOnly ? undefined : await previewPerspective()
  if (perspective) return previewClient().fetch(query, params, {perspective, stega: marks, cache: 'no-store'})
  return contentClient().fetch(query, params, {
    cache: 'force-cache',
    next: {tags: [...tags], revalidate: false},
  })
}
