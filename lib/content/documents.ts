import {PHASE_PRODUCTION_BUILD} from 'next/constants'
import {z} from 'zod'
import {env} from '#lib/env.ts'
import {type VersionFacts, versionReference} from '#lib/format/policy-version.ts'
import {readText, textRepairs} from '#lib/format/portable-text.ts'
import {picture} from '#lib/images/picture.ts'
import {canShowDocument, documentPath, isSlug, MAX_SLUG_CHARACTERS, planSlug} from '#lib/links/paths.ts'
import {
  BINDING_DOCUMENTS_QUERY,
  DOCUMENT_QUERY,
  PAGE_LIST_QUERY,
  PLAN_QUERY,
  PLANS_ON_SALE_QUERY,
  POLICY_LIST_QUERY,
  PROVIDERS_QUERY,
} from '#sanity/queries/site.ts'
import type {BINDING_DOCUMENTS_QUERY_RESULT, DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {type FetchOptions, fetchContent, hiddenPaths, oncePerPage} from './client.ts'
import {fetchRevisions, rememberBuilt} from './expiry.ts'
import {
  aboutDocument,
  exact,
  type ListedDocument,
  listOf,
  logOnce,
  orNull,
  readEach,
  readRepaired,
  words,
  wordsOrNull,
} from './repair.ts'
import {isPreview, listInForce, textInForce} from './versions.ts'

/** What stands at an address: a page, or else a policy, or neither. */
export type FoundDocument = {page?: Page | undefined; policy?: Policy | undefined}

/** The document at a path (`/`, `/pricing`, `/privacy`); nothing when there is none that the reader may see. */
export async function getDocument(path: string, options: FetchOptions = {}): Promise<FoundDocument> {
  // The Studio accepts no other path, so that addresses that no document can have are not asked for and not kept.
  if (!canShowDocument(path)) return {}
  // An editor who looks at drafts sees a page before its day.
  const mayBeHidden = options.publishedOnly || !(await isPreview())
  if (mayBeHidden && (await hiddenPaths()).has(path)) return {}
  return readDocument(options, path)
}

const readDocument = oncePerPage(async (options, path: string): Promise<FoundDocument> => {
  const slug = slugOf(path)
  const found = await fetchContent({
    query: DOCUMENT_QUERY,
    params: {path, slug},
    tags: [
      contentTag('page', path),
      ...(slug === '' ? [] : [contentTag('policy', slug)]),
      // Blocks show the words of plans, and texts the addresses of the documents that they link to.
      contentTag('plan'),
      ADDRESSES_TAG,
    ],
    ...options,
  })
  if (found === null) return {}
  logRepairs(found, path)
  const read =
    found._type === 'page'
      ? {page: readPage(found)}
      : {policy: await readPolicy(found, {isPreview: !options.publishedOnly && (await isPreview())})}
  // An address whose document cannot be shown is one without a document.
  return Object.values(read).some(Boolean) ? read : {}
})

/** Logs what of a document's texts is not shown as it is stored, once for each change of the document. */
function logRepairs(found: NonNullable<DOCUMENT_QUERY_RESULT>, path: string): void {
  const {_id, _type, _updatedAt} = found
  for (const repair of _type === 'policy' ? readText(found.body).repairs : textRepairs(found))
    logOnce(
      `${_id} ${_updatedAt} ${JSON.stringify(repair)}`,
      {document: _id, path, ...repair},
      'A part of a text is shown as the nearest kind that the site knows',
    )
}

/** The slug of a policy at this path; empty where none can be. */
function slugOf(path: string): string {
  const slug = path.slice(1)
  return slug.includes('/') || slug.length > MAX_SLUG_CHARACTERS ? '' : slug
}

/** The published title of the page or policy at a path; nothing when no document stands there. */
export async function documentTitle(path: string): Promise<string | undefined> {
  const {page, policy} = await getDocument(path, {publishedOnly: true})
  if (page) return page.title ?? page.seo.title ?? path
  return policy ? (policy.title ?? policy.slug) : undefined
}

export type Listing = {pages: ListedDocument[]; policies: ListedDocument[]}

/**
 * All pages that search engines may know and that visitors see today, by their paths, and all policies, by their titles. Drafts
 * are never among them: a list is for every reader, so it is the same in a preview.
 */
export async function listDocuments(): Promise<Listing> {
  const [pages, policies, inForce, hidden] = await Promise.all([
    fetchContent({query: PAGE_LIST_QUERY, tags: [contentTag('page')], publishedOnly: true}),
    fetchContent({query: POLICY_LIST_QUERY, tags: [contentTag('policy')], publishedOnly: true}),
    listInForce(),
    hiddenPaths(),
  ])
  const listing = readListing(pages, policies)
  // The document of a policy changes when a version for a day to come is published, its page only on that day.
  const asInForce = (policy: ListedDocument): ListedDocument => {
    const version = inForce.get(policy.path)
    return version?.effectiveOn
      ? {...policy, title: version.title, updatedAt: version.effectiveOn}
      : {...policy, updatedAt: version?.publishedAt ?? policy.updatedAt}
  }
  return {
    pages: listing.pages.filter(({path}) => !hidden.has(path)),
    policies: listing.policies.map(asInForce),
  }
}

/** Reads the lists of pages and policies. Of several documents at one path the one that the site shows is listed. */
export function readListing(foundPages: unknown, foundPolicies: unknown): Listing {
  const taken = new Set<string>()
  const once = ({path}: ListedDocument) => !taken.has(path) && taken.add(path).has(path)
  return {pages: readPages(foundPages).filter(once), policies: readPolicies(foundPolicies).filter(once)}
}

/** What went wrong down to its cause: a connection that fails says no more than that by itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error instanceof AggregateError ? error.errors.map(reasonOf).join(', ') : error.message
  return error.cause === undefined ? own : `${own} (${reasonOf(error.cause)})`
}

/** Documents that the route of all paths shows; plans have a route of their own. */
const SERVED_BY_PATH: ReadonlySet<string> = new Set(['page', 'policy'])

/**
 * The paths of all documents that visitors see today, for Next to render at build. Next asks before it renders the first page, so
 * this is also where the build notes what it is made from.
 *
 * @throws when the Content Lake does not answer or has no such dataset: a build without its content would be an empty site that looks healthy.
 */
export async function builtPaths(): Promise<string[][]> {
  const found = await fetchRevisions().catch((cause: unknown) => {
    throw new Error(`The Content Lake gives nothing to build the pages from: ${reasonOf(cause)}`, {cause})
  })
  if (process.env.NEXT_PHASE === PHASE_PRODUCTION_BUILD)
    await rememberBuilt({siteUrl: env().SITE_URL, revisions: found})
  const hidden = await hiddenPaths()
  return found.flatMap(({_type, path: ownPath, slug}) => {
    const path = SERVED_BY_PATH.has(_type) ? documentPath(_type, ownPath ?? slug) : undefined
    return path === undefined || path === '/' || hidden.has(path) || !canShowDocument(path)
      ? []
      : [path.slice(1).split('/')]
  })
}

const page = z.object({
  path: exact,
  title: words,
  /** ISO date and time of the last publish. */
  _updatedAt: z.string(),
  seo: z.object({
    title: words,
    description: words,
    // Without an image, or with one that browsers cannot show, a card with the title is shared.
    picture: picture.optional().catch(undefined),
    hidden: z.boolean().catch(false),
  }),
})

/** A page as the Content Lake gives it. */
type FoundPage = Extract<DOCUMENT_QUERY_RESULT, {_type: 'page'}>

export type Page = z.infer<typeof page> & {blocks: FoundPage['blocks']}

/** Reads the page that was found at an address; nothing when it cannot be shown. */
export function readPage(found: FoundPage): Page | undefined {
  const read = readRepaired(page, found, aboutDocument(found))
  return read && {...read, blocks: blocksOf(found)}
}

const typed = z.object({_type: z.string()})
const keyed = z.object({_key: z.string().min(1)})

/** The blocks of a page, each with a key. What has no type cannot be shown, and is left out. */
function blocksOf({_id, _updatedAt, blocks}: FoundPage): FoundPage['blocks'] {
  return blocks.flatMap((block, index) => {
    const isTyped = typed.safeParse(block).success
    if (isTyped && keyed.safeParse(block).success) return [block]
    const fault = isTyped ? 'A block has no key' : 'A block without a type is left out'
    logOnce(`${_id} ${_updatedAt} block ${index}`, {document: _id, block: index}, fault)
    return isTyped ? [{...block, _key: `at-${index}`}] : []
  })
}

const listedPage = z.object({
  _id: z.string(),
  path: exact,
  title: words,
  description: words,
  _updatedAt: z.string(),
})

/** Reads a list of pages. What stands where the site shows no page is left out. */
function readPages(found: unknown): ListedDocument[] {
  return readEach(listedPage, found)
    .filter(({path}) => canShowDocument(path))
    .map(({path, title, description, _updatedAt: updatedAt}) => ({path, title, description, updatedAt}))
}

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

const listedPolicy = z.object({
  _id: z.string(),
  slug: exact,
  title: words,
  summary: words,
  _updatedAt: z.string(),
})

/** Reads a list of policies. What stands where the site shows no policy is left out. */
function readPolicies(found: unknown): ListedDocument[] {
  return readEach(listedPolicy, found).flatMap(({slug, title, summary, _updatedAt: updatedAt}) => {
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

const plan = z.object({
  slug: exact,
  name: wordsOrNull,
  summary: wordsOrNull,
  features: listOf(z.string()),
  nextSteps: listOf(z.string()),
  badge: wordsOrNull,
  /** Leads to the price in Stripe. */
  lookupKey: orNull(exact),
})

export type Plan = z.infer<typeof plan>

/** The plan at an address (`lifetime-access`); nothing when there is none that the reader may see. */
export async function getPlan(slug: string, options: FetchOptions = {}): Promise<Plan | null> {
  // The Studio accepts no other slug, so that addresses that no plan can have are not asked for and not kept.
  if (!planSlug.safeParse(slug).success) return null
  const found = await fetchContent({
    query: PLAN_QUERY,
    params: {slug},
    tags: [contentTag('plan', slug)],
    ...options,
  })
  return found === null ? null : (readRepaired(plan, found, aboutDocument(found)) ?? null)
}

/** Every plan that has a page, with the name of its price. */
export async function getPlansOnSale(): Promise<Pick<Plan, 'slug' | 'lookupKey'>[]> {
  const found = await fetchContent({query: PLANS_ON_SALE_QUERY, tags: [contentTag('plan')]})
  return readEach(plan.pick({slug: true, lookupKey: true}), found)
}

/** What providers do for the site, as their list calls it while a provider has no name. */
const SERVICES = {
  payment: 'Payment',
  content: 'Words and pictures',
  mail: 'Mail',
  hosting: 'Hosting and database',
  analytics: 'Analytics',
  other: 'Another service',
} as const

const provider = z.object({
  _id: z.string(),
  service: exact
    .pipe(z.enum(['payment', 'content', 'mail', 'hosting', 'analytics', 'other']))
    .catch('other')
    .transform((service) => SERVICES[service]),
  name: words,
  purpose: words,
  data: words,
  place: words,
  url: orNull(exact.pipe(z.url({protocol: /^https$/}))),
})

export type Provider = z.infer<typeof provider>

/** Every provider that information may be shared with, in the order that editors gave them. */
export async function getProviders(): Promise<Provider[]> {
  return readEach(provider, await fetchContent({query: PROVIDERS_QUERY, tags: [contentTag('provider')]}))
}
