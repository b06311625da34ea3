import {z} from 'zod'
import {type VersionFacts, versionReference} from '#lib/format/policy-version.ts'
import {readText} from '#lib/format/portable-text.ts'
import {canShowDocument, isSlug, MAX_SLUG_CHARACTERS} from '#lib/links/paths.ts'
import {BINDING_DOCUMENTS_QUERY} from '#sanity/queries/site.ts'
import type {BINDING_DOCUMENTS_QUERY_RESULT, DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {contentTag} from './changes.ts'
import {fetchContent} from './client.ts'
import {aboutDocument, exact, type ListedDocument, orNull, readEach, readRepaired, words} from './repair.ts'
import {textInForce} from './versions.ts'

const policy = z.object({
  slug: exact,
  title: words,
  summary: words,
  /** ISO date. */
  lastUpdated: orNull(exact.pipe(z.iso.date())),
  contactEmail: orNull(exact.pipe(z.email())),
  body: z.unknown().transform((body) => readText(body).members),
})

export type Policy = z.infer<typeof policy> & {
  /** The version that is shown; nothing for a draft, and for a text that is none of the versions yet. */
  version?: VersionFacts | undefined
  /** Those that will take effect, the next one first. */
  upcoming?: VersionFacts[]
}

type FoundPolicy = Extract<DOCUMENT_QUERY_RESULT, {_type: 'policy'}>

/**
 * Reads the policy that was found at an address, with the text that is in force today; an editor who previews sees the text
 * of the draft. Nothing when it cannot be shown.
 */
export async function readPolicy(
  found: FoundPolicy,
  {isPreview}: {isPreview: boolean},
): Promise<Policy | undefined> {
  const read = readRepaired(policy, found, aboutDocument(found))
  if (read === undefined || isPreview) return read
  const {version, earlier, upcoming} = await textInForce(found._id, found)
  if (version === undefined) return read
  return {
    ...read,
    ...(earlier && {
      title: earlier.text.title,
      contactEmail: earlier.text.contactEmail ?? null,
      body: earlier.body,
    }),
    lastUpdated: version.date,
    version,
    upcoming,
  }
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

export type BindingDocument = z.infer<typeof bindingDocument> & {
  /** What is kept with an order: see `versionReference`. */
  reference: string
}

/** The terms and the privacy policy that a purchase is made under, as they are in force now. */
export type BindingDocuments = {terms: BindingDocument | undefined; policy: BindingDocument | undefined}

/** Reads what is in force today. Drafts never are, so this is the same in a preview. */
export async function getBindingDocuments(): Promise<BindingDocuments> {
  const found = await fetchContent({
    query: BINDING_DOCUMENTS_QUERY,
    tags: [contentTag('policy', 'terms'), contentTag('policy', 'privacy')],
    publishedOnly: true,
  })
  const documents = await Promise.all(found.map(readBinding))
  const at = (slug: BindingDocument['slug']) => documents.find((document) => document?.slug === slug)
  return {terms: at('terms'), policy: at('privacy')}
}

async function readBinding(
  found: BINDING_DOCUMENTS_QUERY_RESULT[number],
): Promise<BindingDocument | undefined> {
  const document = readRepaired(bindingDocument, found, aboutDocument(found))
  if (document === undefined) return undefined
  const {version, earlier} = await textInForce(document._id, found)
  return {
    ...document,
    title: earlier?.text.title ?? document.title,
    reference: version ? versionReference(version) : `${document._id}@${document._rev}`,
  }
}
