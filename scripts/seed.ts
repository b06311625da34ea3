import {readFile} from 'node:fs/promises'
import {policyDigest} from '#lib/import/digest.ts'
import {importPolicy} from '#lib/import/import-policy.ts'
import {storeContent} from '#lib/import/store-content.ts'
import {CONTENT_COUNT_QUERY} from '#sanity/queries/seed.ts'
import {lifetimeAccessSeed} from '#sanity/seed/lifetime-access.ts'
import {privacyPolicyFields} from '#sanity/seed/privacy-policy.ts'
import {siteSettingsSeed} from '#sanity/seed/site-settings.ts'
import {CommandError, runCommand} from './content/command-error.ts'
import {EXIT} from './content/exit-codes.ts'
import {writeClient} from './content/write-client.ts'

const PRIVACY_FILE = new URL('../sanity/seed/privacy-policy.md', import.meta.url)
const PRIVACY_ID = 'policy-privacy'

async function privacyPolicy() {
  const result = importPolicy(await readFile(PRIVACY_FILE, 'utf8'))
  if (!result.ok) {
    const lines = result.problems.map(({line, message}) => `privacy-policy.md:${line}: ${message}`)
    throw new CommandError(EXIT.problems, lines.join('\n'))
  }
  const {title, lastUpdated, body} = result.policy
  return {
    _id: PRIVACY_ID,
    _type: 'policy',
    slug: {_type: 'slug', current: 'privacy'},
    title,
    lastUpdated,
    body: storeContent(body),
    importDigest: policyDigest(result.policy),
    ...privacyPolicyFields,
  }
}

/** Gives an empty dataset its first content, published and in one transaction. Content that is there is left alone. */
await runCommand(async () => {
  const client = writeClient()
  const count = await client.fetch(CONTENT_COUNT_QUERY)
  if (count > 0) {
    console.log(`Nothing to do: the dataset holds ${count} documents of the site.`)
    return EXIT.done
  }
  await client
    .transaction()
    .create(await privacyPolicy())
    .create(lifetimeAccessSeed)
    .create(siteSettingsSeed(PRIVACY_ID))
    .commit({visibility: 'sync', tag: 'seed'})
  console.log('Seeded the privacy policy, the plan and the site settings.')
  return EXIT.done
})
