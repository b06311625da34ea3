import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {readText} from '#lib/format/portable-text.ts'
import {BINDING_DOCUMENTS_QUERY, POLICY_LIST_QUERY} from '#sanity/queries/site.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {contentTag} from './changes.ts'
import {fetchContent} from './client.ts'

// Logic reads these; stega, which leads editors to a field, would only be in its way.
const clean = z.string().transform((text) => stegaClean(text))

/** ISO date. */
const isoDate = clean.pipe(z.iso.date()).nullable().catch(null)

const policy = z.object({
  slug: clean,
  title: z.string().nullable(),
  summary: z.string().nullable(),
  lastUpdated: isoDate,
  contactEmail: clean.pipe(z.email()).nullable().catch(null),
  body: z.unknown().transform((body) => readText(body).members),
})

export type Policy = z.infer<typeof policy>

/** Reads the policy that was found at an address. */
export function readPolicy(found: Extract<DOCUMENT_QUERY_RESULT, {_type: 'policy'}>): Policy {
  return policy.parse(found)
}

const policies = z.array(
  z.object({
    _id: z.string(),
    title: z.string().nullable(),
    slug: clean,
    summary: z.string().nullable(),
    lastUpdated: isoDate,
    /** ISO date and time of the last publish. */
    _updatedAt: z.string(),
  }),
)

/** All policies, in alphabetical order of their titles. */
export async function getPolicies() {
  return policies.parse(await fetchContent({query: POLICY_LIST_QUERY, tags: [contentTag('policy')]}))
}

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
