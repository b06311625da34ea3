import {SEED_STATE_QUERY} from '#sanity/queries/editing.ts'
import {runCommand} from './content/command-error.ts'
import {EXIT} from './content/exit-codes.ts'
import {writeClient} from './content/write-client.ts'
import {seedDocuments} from './seed/documents.ts'

/** Says which documents this command has brought in. The dot in its id keeps it from readers without a token. */
const RECORD = 'seed.record'

/**
 * Gives an empty dataset its first content, published and in one transaction. A dataset that has any of it, or had, is
 * left alone: what an editor deleted does not come back.
 */
await runCommand(async () => {
  const client = writeClient()
  const documents = await seedDocuments()
  const ids = documents.map(({_id}) => _id)
  const {present, takenPaths, broughtIn} = await client.fetch(SEED_STATE_QUERY, {
    ids,
    paths: documents.flatMap((document) => ('path' in document ? [document.path] : [])),
    record: RECORD,
  })
  if ([...present, ...takenPaths, ...broughtIn].length > 0) {
    console.log('Nothing to do: the dataset has its first content.')
    return EXIT.done
  }
  await client
    .transaction(documents.map((document) => ({create: document})))
    .createOrReplace({_id: RECORD, _type: 'seedRecord', ids})
    .commit({visibility: 'sync', tag: 'seed'})
  console.log(`Seeded ${ids.join(', ')}.`)
  return EXIT.done
})
