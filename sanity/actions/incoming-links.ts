import type {SanityClient} from '@sanity/client'
import {getDraftId, getPublishedId} from 'sanity'
import {z} from 'zod'

/** A redirect, menu, page or text that links to a document. */
export type IncomingLink = {
  /** Of the published document, whether it exists or not. */
  id: string
  type: string
  title: string
  /** `removed`: the link is taken out together with the page. `edited`: it stands in a text, which an editor must change. */
  remedy: 'removed' | 'edited'
}

const REFERRING = `*[references($id) && !(_id in [$id, "drafts." + $id]) && !(_id in path("versions.**"))]`

const stored = z.looseObject({
  _id: z.string(),
  _type: z.string(),
  _rev: z.string(),
  title: z.string().nullish().catch(null),
  name: z.string().nullish().catch(null),
  path: z.string().nullish().catch(null),
})
type Stored = z.infer<typeof stored>

/** Types whose links are entries of their own, so that the site is whole without them. */
const REMOVABLE: ReadonlySet<string> = new Set(['redirect', 'siteSettings'])

const read = async (client: SanityClient, id: string): Promise<Stored[]> =>
  z.array(stored).parse(await client.fetch(REFERRING, {id}, {perspective: 'raw'}))

/** Everything that links to a document, drafts and published documents together, one entry each. */
export async function incomingLinks(client: SanityClient, id: string): Promise<IncomingLink[]> {
  const links = new Map<string, IncomingLink>()
  for (const {_id, _type, title, name, path} of await read(client, id)) {
    const publishedId = getPublishedId(_id)
    links.set(publishedId, {
      id: publishedId,
      type: _type,
      title:
        _type === 'siteSettings'
          ? 'The menu, the footer or the announcement'
          : (path ?? title ?? name ?? 'Without a title'),
      remedy: REMOVABLE.has(_type) ? 'removed' : 'edited',
    })
  }
  return [...links.values()]
}

/**
 * Takes a page off the site together with the redirects and menu entries that lead to it: all or nothing. Its text stays as a draft.
 *
 * @param document the published document as the editor sees it
 * @throws ClientError when the Content Lake refuses, for example since another editor changed something meanwhile
 */
export async function unpublishWithLinks(
  client: SanityClient,
  document: {_id: string; _type: string; _rev: string},
): Promise<void> {
  const {_id: id, _rev, ...fields} = document
  const transaction = client.transaction()
  for (const {_id, _type, _rev: revision, ...rest} of await read(client, id)) {
    if (_type === 'redirect') transaction.delete(_id)
    if (_type !== 'siteSettings') continue
    const {_createdAt, _updatedAt, ...before} = rest
    const set = Object.fromEntries(
      Object.entries(before).map(([key, value]) => [key, withoutLinksTo(value, id)]),
    )
    transaction.patch(_id, {
      set: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)),
      unset: Object.keys(set).filter((key) => set[key] === undefined),
      ifRevisionID: revision,
    })
  }
  // The revision is asked for with a patch that changes nothing: `delete` cannot ask for one.
  transaction.patch(id, {unset: ['unpublishedHere'], ifRevisionID: _rev})
  transaction.createIfNotExists({...fields, _id: getDraftId(id)})
  transaction.delete(id)
  await transaction.commit()
}

const link = z.looseObject({document: z.looseObject({_ref: z.string()})})

/** A value without the links to a document: entries of lists go, and so do fields that are such a link. */
function withoutLinksTo(value: unknown, id: string): unknown {
  if (link.safeParse(value).data?.document._ref === id) return undefined
  if (Array.isArray(value))
    return value.map((entry) => withoutLinksTo(entry, id)).filter((entry) => entry !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, field]) => [key, withoutLinksTo(field, id)] as const)
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined))
}
