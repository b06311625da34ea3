import {readFile} from 'node:fs/promises'
import type {IdentifiedSanityDocumentStub} from '@sanity/client'
import {nextVersion} from '#lib/format/policy-version.ts'
import {policyDigest} from '#lib/import/content.ts'
import {summarise} from '#lib/import/findings.ts'
import {importParts} from '#lib/import/merge.ts'
import {policyFromMarkdown} from '#lib/import/read-file.ts'
import {storeContent} from '#lib/import/store.ts'
import {SEED_STATE_QUERY} from '#sanity/queries/editing.ts'
import {lifetimeAccessSeed, policySeeds, providerSeeds, siteSettingsSeed} from '#sanity/seed/documents.ts'
import {aboutPage} from '#sanity/seed/pages/about.ts'
import {contactPage} from '#sanity/seed/pages/contact.ts'
import {homePage} from '#sanity/seed/pages/home.ts'
import {pricingPage} from '#sanity/seed/pages/pricing.ts'
import {CommandError, EXIT, type ExitCode, type Surroundings, writeClient} from './command.ts'

/** Says which documents this command has brought in. The dot in its id keeps it from readers without a token. */
const RECORD = 'seed.record'

/**
 * Gives an empty dataset its first content, published and in one transaction. A dataset that has any of it, or had, is
 * left alone: what an editor deleted does not come back.
 */
export async function seed({env, print}: Surroundings): Promise<ExitCode> {
  const client = writeClient(env)
  const documents = await seedDocuments()
  const ids = documents.map(({_id}) => _id)
  const {present, takenPaths, broughtIn} = await client.fetch(SEED_STATE_QUERY, {
    ids,
    paths: documents.flatMap((document) => ('path' in document ? [document.path] : [])),
    record: RECORD,
  })
  if ([...present, ...takenPaths, ...broughtIn].length > 0) {
    print('Nothing to do: the dataset has its first content.')
    return EXIT.done
  }
  await client
    .transaction(documents.map((document) => ({create: document})))
    .createOrReplace({_id: RECORD, _type: 'seedRecord', ids})
    .commit({visibility: 'sync', tag: 'seed'})
  print(`Seeded ${ids.join(', ')}.`)
  return EXIT.done
}

/** Everything that a new site begins with. */
async function seedDocuments(): Promise<IdentifiedSanityDocumentStub[]> {
  return [
    ...(await Promise.all(policySeeds.map(seededPolicy))).flat(),
    lifetimeAccessSeed,
    homePage,
    pricingPage,
    aboutPage,
    contactPage,
    siteSettingsSeed,
    ...providerSeeds,
  ]
}

type PolicySource = {
  id: string
  slug: string
  /** A file of `sanity/seed`. */
  file: string
  /** What the file does not say. */
  fields: {summary: string; editorNote: string}
}

/**
 * A policy from its Markdown file, ready to be stored, and the first version of its text.
 *
 * @throws CommandError with every line of the file that a policy cannot hold
 */
async function seededPolicy({id, slug, file, fields}: PolicySource) {
  const source = new URL(`../../sanity/seed/${file}`, import.meta.url)
  const result = policyFromMarkdown(await readFile(source, 'utf8'))
  if (!result.ok) {
    throw new CommandError(EXIT.problems, [`${file}:`, ...summarise(result.findings)].join('\n'))
  }
  const {title, lastUpdated, body} = result.policy
  if (lastUpdated === undefined) throw new CommandError(EXIT.problems, `${file} says no date.`)
  const policy = {
    _id: id,
    _type: 'policy',
    slug: {_type: 'slug', current: slug},
    title,
    lastUpdated,
    body: storeContent(body),
    importDigest: policyDigest(result.policy),
    importParts: importParts(result.policy),
    ...fields,
  }
  const version = await nextVersion({
    policyId: id,
    policy,
    versions: [],
    summary: '',
    kind: 'meaning',
    date: lastUpdated,
    publishedAt: new Date().toISOString(),
  })
  return version ? [policy, version] : [policy]
}
