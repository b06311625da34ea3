import {z} from 'zod'
import {readText} from '#lib/format/portable-text.ts'
import {canShowDocument, isSlug, MAX_SLUG_CHARACTERS} from '#lib/links/document-path.ts'
import {BINDING_DOCUMENTS_QUERY} from '#sanity/queries/site.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {contentTag} from './changes.ts'
import {fetchContent} from './client.ts'
import {aboutDocument, exact, type ListedDocument, orNull, readEach, readRepaired, words} from './repair.ts'

const policy = z.object({
  slug: exact,
  title: words,
  summary: words,
  /** ISO date. */
  lastUpdated: orNull(exact.pipe(z.iso.date())),
  contactEmail: orNull(exact.pipe(z.email())),
  body: z.unknown().transform((body) => readText(body).members),
})

export type Policy = z.infer<typeof policy>

/** Reads the policy that was found at an address; nothing when it cannot be shown. */
export function readPolicy(found: Extract<DOCUMENT_QUERY_RESULT, {_type: 'policy'}>): Policy | undefined {
  return readRepaired(policy, found, aboutDocument(found))
}

const listed = z.object({_id: z.string(), slug: exact, title: words, summary: words, _updatedAt: z.string()})

/** Reads a list of policies. What stands where the site shows no policy is left out. */
export function readPolicies(found: unknown): ListedDocument[] {
  return readEach(listed, found).flatMap(({slug, title, summary, _updatedAt: updatedAt}) => {
    const path = `/${slug}`
    const isShown = isSlug(slug) && slug.length <= MAX_SLUG_CHARACTERS && canShowDocument(path)
    return isShown ? [{path, title, description: summary, updatedAt}] : []
  })
}

const bindingDocument = z.object({
  _id: z.string(),
  _rev: z.string(),
  title: words,
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
  const documents = readEach(bindingDocument, found)
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
