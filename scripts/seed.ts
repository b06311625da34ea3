import {SEED_STATE_QUERY} from '#sanity/queries/seed.ts'
import {runCommand} from './content/command-error.ts'
import {EXIT} from './content/exit-codes.ts'
import {writeClient} from './content/write-client.ts'
import {seedDocuments} from './seed/documents.ts'

/** Says which documents this command has brought in. The dot in its id keeps it from readers without a token. */
const RECORD = 'seed.record'

/**
 * Gives a dataset its first content, published and in one transaction. Documents that are there are left alone, and one
 * that an editor deleted does not come back.
 */
await runCommand(async () => {
  const client = writeClient()
  const documents = await seedDocuments()
  const pathOf = (document: object) =>
    'path' in document && typeof document.path === 'string' ? document.path : ''
  const {present, takenPaths, broughtIn} = await client.fetch(SEED_STATE_QUERY, {
    ids: documents.map(({_id}) => _id),
    paths: documents.map(pathOf).filter(Boolean),
    record: RECORD,
  })
  const known = new Set<unknown>([...present.map((id) => id.replace(/^drafts\./, '')), ...broughtIn])
  const paths = new Set<string | null>(takenPaths)
  const missing = documents.filter((document) => !known.has(document._id) && !paths.has(pathOf(document)))
  if (missing.length === 0) {
    console.log('Nothing to do: the dataset has its first content.')
    return EXIT.done
  }
  const ids = [...known, ...missing.map(({_id}) => _id)]
  await client
    .transaction(missing.map((document) => ({create: document})))
    .createOrReplace({_id: RECORD, _type: 'seedRecord', ids})
    .commit({visibility: 'sync', tag: 'seed'})
  console.log(`Seeded ${missing.map(({_id}) => _id).join(', ')}.`)
  return EXIT.done
})
