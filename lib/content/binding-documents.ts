import {z} from 'zod'
import {BINDING_DOCUMENTS_QUERY} from '#sanity/queries/binding-documents.ts'
import {fetchContent} from './fetch.ts'
import {contentTag} from './tags.ts'

const bindingDocument = z.object({
  _id: z.string(),
  _rev: z.string(),
  title: z.string().nullable(),
  slug: z.enum(['terms', 'privacy']),
})

export type BindingDocument = z.infer<typeof bindingDocument>

/** The terms and the privacy policy that a purchase is made under, as they are published now. */
export type BindingDocuments = {terms: BindingDocument | undefined; policy: BindingDocument | undefined}

/** Reads what is in force. Drafts never are, so this is the same in a preview. */
export async function getBindingDocuments(): Promise<BindingDocuments> {
  const found = await fetchContent({
    query: BINDING_DOCUMENTS_QUERY,
    tags: [contentTag('policy', 'terms'), contentTag('policy', 'privacy')],
    publishedOnly: true,
  })
  const documents = z.array(bindingDocument).parse(found)
  const at = (slug: BindingDocument['slug']) => documents.find((document) => document.slug === slug)
  return {terms: at('terms'), policy: at('privacy')}
}

/**
 * The version of a document as it is kept with an order: `<document id>@<revision>`, which the Content Lake's history leads
 * back to its text (https://www.sanity.io/docs/content-lake/history-api).
 */
export function versionOf(document: BindingDocument): string
export function versionOf(document: BindingDocument | undefined): string | undefined
export function versionOf(document: BindingDocument | undefined): string | undefined {
  return document && `${document._id}@${document._rev}`
}
