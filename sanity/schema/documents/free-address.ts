import {getPublishedId, type ValidationContext} from 'sanity'

// A redirect to this very document ends by itself when the document comes back to where the redirect starts.
const HOLDERS = `*[
  (
    (_type == "page" && path == $path) || (_type == "policy" && "/" + slug.current == $path)
    || (_type == "plan" && "/checkout/" + slug.current == $path) || (_type == "redirect" && path == $path && document._ref != $id)
  ) && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id)
][0]{_type, "title": coalesce(title, name, "a document without a title")}`

/** Tells an editor which other page, policy or redirect, published or not, has a path already. */
export async function validateFreeAddress(
  path: string | undefined,
  {document, getClient}: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<true | string> {
  if (!path || !document) return true
  const id = getPublishedId(document._id)
  const holder = await getClient({apiVersion: '2026-01-01'})
    .withConfig({perspective: 'raw'})
    .fetch<{_type: string; title: string} | null>(HOLDERS, {path, id})
  if (holder === null) return true
  return holder._type === 'redirect'
    ? `A redirect leads readers of ${path} elsewhere. Remove it, or choose another address.`
    : `"${holder.title}" stands at ${path} already. Choose another address.`
}
