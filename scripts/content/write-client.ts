import {createClient, type SanityClient} from '@sanity/client'
import {z} from 'zod'
import {CommandError} from './command-error.ts'
import {EXIT} from './exit-codes.ts'

const unset = (value: unknown) => (value === '' ? undefined : value)

const variables = z.object({
  SANITY_PROJECT_ID: z.string().regex(/^[a-z0-9-]+$/),
  SANITY_DATASET: z.string().regex(/^[a-z0-9_][a-z0-9_-]*$/),
  SANITY_API_HOST: z.preprocess(unset, z.url().optional()),
  SANITY_WRITE_TOKEN: z.string().min(1),
})

/**
 * The client with which commands write: it sees drafts and published documents alike.
 *
 * @throws CommandError that names the variables that are missing or wrong.
 */
export function writeClient(source: Record<string, string | undefined> = process.env): SanityClient {
  const result = variables.safeParse(source)
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({path}) => String(path[0])))]
    const lines = names.map((name) => `  ${name} ${source[name] ? 'is not usable' : 'is not set'}`)
    throw new CommandError(
      EXIT.usage,
      `The command needs to know where the content is. See .env.example, or start the local services with \`npm run demo\`.\n${lines.join('\n')}`,
    )
  }
  const {SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, SANITY_WRITE_TOKEN} = result.data
  return createClient({
    projectId: SANITY_PROJECT_ID,
    dataset: SANITY_DATASET,
    token: SANITY_WRITE_TOKEN,
    apiVersion: '2026-01-01',
    perspective: 'raw',
    useCdn: false,
    timeout: 30_000,
    ...(SANITY_API_HOST && {apiHost: SANITY_API_HOST, useProjectHostname: false}),
  })
}
