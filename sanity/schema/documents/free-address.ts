import {getPublishedId, type ValidationContext} from 'sanity'

const HOLDERS = `*[
  ((_type == "page" && path == $path) || (_type == "policy" && "/" + slug.current == $path))
  && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id)
][0]{"title": coalesce(title, "a document without a title")}`

/** Tells an editor which other page or policy, published or not, stands at a path already. */
export async function validateFreeAddress(
  path: string | undefined,
  {document, getClient}: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<true | string> {
  if (!path || !document) return true
  const id = getPublishedId(document._id)
  const holder = await getClient({apiVersion: '2026-01-01'})
    .withConfig({perspective: 'raw'})
    .fetch<{title: string} | null>(HOLDERS, {path, id})
  return holder === null || `"${holder.title}" stands at ${path} already. Choose another address.`
}
