import {createClient, type SanityClient} from '@sanity/client'
import {services} from './services.ts'

/** A client of the stack's content with an editor's rights, which sees drafts and published documents alike. */
export function contentClient(): SanityClient {
  const {url, projectId, dataset, editorToken} = services().lake
  return createClient({
    projectId,
    dataset,
    apiHost: url,
    useProjectHostname: false,
    apiVersion: '2026-01-01',
    token: editorToken,
    useCdn: false,
    perspective: 'raw',
  })
}
