import {defineEnableDraftMode} from 'next-sanity/draft-mode'
import {previewClient} from '#lib/content/preview.ts'

/** Opens a preview for whoever brings a secret that the Studio has just written into the Content Lake. */
export async function GET(request: Request): Promise<Response> {
  return defineEnableDraftMode({client: previewClient()}).GET(request)
}
