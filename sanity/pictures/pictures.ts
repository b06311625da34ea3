import {ClientError, type SanityClient} from '@sanity/client'
import {getPublishedId, isDraftId} from 'sanity'
import {z} from 'zod'
import {documentPath} from '#lib/links/paths.ts'

// `sanity-plugin-media` lists pictures too. It is not used: it puts another picture in place of one in every document at once,
// published ones and sealed versions of policies among them, without a publish.

/** Every picture, the newest first, with the documents that hold it, drafts and versions of policies among them. */
export const PICTURES_QUERY = `*[_type == "sanity.imageAsset"] | order(_createdAt desc){
  _id, url, "name": coalesce(title, originalFilename), size, extension,
  "width": metadata.dimensions.width, "height": metadata.dimensions.height,
  "usedBy": *[references(^._id)]{
    _id, _type, "title": coalesce(title, name, path), "address": coalesce(path, slug.current), number
  }
}`

const text = z.string().nullish().catch(null)
const count = z.number().nullish().catch(null)

const user = z.object({_id: z.string(), _type: z.string(), title: text, address: text, number: count})

const stored = z.object({
  _id: z.string(),
  url: z.url({protocol: /^https?$/}),
  name: text,
  size: count,
  extension: text,
  width: count,
  height: count,
  usedBy: z.array(user).catch([]),
})

/** A document that holds a picture. */
export type PictureUse = {
  /** Of the published document, whether it exists or not. */
  id: string
  type: string
  title: string
  /** Where visitors find it, or will. */
  path: string | undefined
  /** `draft`: visitors do not see it there. `version`: a policy's text, kept for ever. */
  kind: 'published' | 'draft' | 'version'
}

export type StoredPicture = {
  id: string
  url: string
  name: string
  /** Size and kind, in words. */
  about: string
  uses: PictureUse[]
}

/** Reads pictures with their uses, one for each document. What cannot be shown is left out. */
export function readPictures(found: unknown): StoredPicture[] {
  if (!Array.isArray(found)) return []
  return found.flatMap((one: unknown) => {
    const read = stored.safeParse(one).data
    if (!read) return []
    const {_id: id, url, name, usedBy} = read
    return [{id, url, name: name || 'Without a name', about: aboutFile(read), uses: usesOf(usedBy)}]
  })
}

function usesOf(usedBy: readonly z.infer<typeof user>[]): PictureUse[] {
  const uses = new Map<string, PictureUse>()
  // Drafts come first, so that what is published says how it is used.
  const inOrder = usedBy.toSorted((a, b) => Number(isDraftId(b._id)) - Number(isDraftId(a._id)))
  for (const {_id, _type: type, title, address, number} of inOrder) {
    const isVersion = type === 'policyVersion'
    const named = type === 'siteSettings' ? 'Site settings' : title || 'Without a title'
    uses.set(getPublishedId(_id), {
      id: getPublishedId(_id),
      type,
      title: isVersion ? `${named}, version ${number}` : named,
      path: documentPath(type, address),
      kind: isVersion ? 'version' : isDraftId(_id) ? 'draft' : 'published',
    })
  }
  return [...uses.values()].sort((a, b) => a.title.localeCompare(b.title))
}

const BYTES = new Intl.NumberFormat('en-US', {style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0})

function aboutFile({size, extension, width, height}: z.infer<typeof stored>): string {
  return [
    width && height && `${width} × ${height}`,
    size && BYTES.format(Math.max(1, size / 1000)),
    extension?.toUpperCase(),
  ]
    .filter(Boolean)
    .join(' · ')
}

export type PictureChoice = {search: string; show: 'all' | 'unused'}

/** The pictures that fit what was searched for: words of their names, or of what they are used in. */
export function choosePictures(
  pictures: readonly StoredPicture[],
  {search, show}: PictureChoice,
): StoredPicture[] {
  const words = search.trim().toLowerCase()
  return pictures.filter(({name, uses}) => {
    if (show === 'unused' && uses.length > 0) return false
    const own = [name, ...uses.flatMap(({title, path}) => [title, path ?? ''])]
    return own.some((one) => one.toLowerCase().includes(words))
  })
}

/** Status with which the Content Lake refuses to delete what a document refers to. */
const IN_USE = 409

/**
 * Deletes pictures, each by itself. One that a document holds by now stays: the Content Lake deletes nothing that is referred to.
 *
 * @returns how many were deleted
 * @throws ClientError when the Content Lake refuses for another reason, as it does for a viewer
 */
export async function deletePictures(client: SanityClient, ids: readonly string[]): Promise<number> {
  let deleted = 0
  for (const id of ids) {
    try {
      await client.delete(id)
      deleted += 1
    } catch (error) {
      if (!(error instanceof ClientError) || error.statusCode !== IN_USE) throw error
    }
  }
  return deleted
}
