import {readFile} from 'node:fs/promises'
import {policyDigest} from '#lib/import/digest.ts'
import {importPolicy} from '#lib/import/import-policy.ts'
import {storeContent} from '#lib/import/store-content.ts'
import {CommandError} from '../content/command-error.ts'
import {EXIT} from '../content/exit-codes.ts'

type PolicySource = {
  id: string
  slug: string
  /** A file of `sanity/seed`. */
  file: string
  /** What the file does not say. */
  fields: {summary: string; editorNote: string}
}

/**
 * A policy from its Markdown file, ready to be stored.
 *
 * @throws CommandError with every line of the file that a policy cannot hold
 */
export async function seededPolicy({id, slug, file, fields}: PolicySource) {
  const result = importPolicy(await readFile(new URL(`../../sanity/seed/${file}`, import.meta.url), 'utf8'))
  if (!result.ok) {
    const lines = result.problems.map(({line, message}) => `${file}:${line}: ${message}`)
    throw new CommandError(EXIT.problems, lines.join('\n'))
  }
  const {title, lastUpdated, body} = result.policy
  return {
    _id: id,
    _type: 'policy',
    slug: {_type: 'slug', current: slug},
    title,
    lastUpdated,
    body: storeContent(body),
    importDigest: policyDigest(result.policy),
    ...fields,
  }
}
