import {contentClient} from './services.ts'

type PolicyWords = {title: string; text: string}

/** A small policy of a test's own. Its id comes from its slug, as that of an imported one does. */
export const policyDocument = (slug: string, {title, text}: PolicyWords) => ({
  _id: policyId(slug),
  _type: 'policy',
  title,
  slug: {_type: 'slug', current: slug},
  lastUpdated: '2025-11-09',
  body: [
    {
      _type: 'block',
      _key: 'first',
      style: 'normal',
      markDefs: [],
      children: [{_type: 'span', _key: 'words', text, marks: []}],
    },
  ],
})

export const policyId = (slug: string) => `policy-${slug}`

/** Removes a policy and its draft, whichever of them exist, so that a journey can be made again. */
export async function removePolicy(slug: string): Promise<void> {
  await removeDocuments('*[_id in [$id, "drafts." + $id] || (_type == "policy" && slug.current == $slug)]', {
    id: policyId(slug),
    slug,
  })
}

/** Removes whatever a query finds, drafts included. */
export async function removeDocuments(
  query: string,
  params: Record<string, string | readonly string[]> = {},
): Promise<void> {
  await contentClient().delete({query, params})
}
