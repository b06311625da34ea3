import {ClientError, createClient} from '@sanity/client'
import {Command} from 'commander'
import {z} from 'zod'
import {WEBHOOK_FILTER, WEBHOOK_PATH, WEBHOOK_PROJECTION} from '#lib/content/changes.ts'
import {CommandError, EXIT, type ExitCode, type Surroundings} from './command.ts'

/** The name by which the site finds its own webhook among those that people have added to the project. */
export const WEBHOOK_NAME = 'Site: published content'

const unset = (value: unknown) => (value === '' ? undefined : value)

const variables = z.object({
  SITE_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  SANITY_PROJECT_ID: z.string().regex(/^[a-z0-9-]+$/),
  SANITY_DATASET: z.string().min(1),
  SANITY_API_HOST: z.preprocess(unset, z.url().optional()),
  SANITY_WEBHOOK_SECRET: z.string().min(16),
  SANITY_ADMIN_TOKEN: z.string().min(1),
})

/** Makes sure that the Content Lake has the site's webhook, once and with today's settings. */
export async function syncWebhook(args: readonly string[], {env, print}: Surroundings): Promise<ExitCode> {
  const program = new Command('npm run sanity:webhook --')
    .description(
      'Makes sure that the Content Lake tells the site of every published change. Run it again when SITE_URL or SANITY_WEBHOOK_SECRET has changed; twice changes nothing.',
    )
    .option('--show', 'print what to enter by hand at Sanity, where no token may manage webhooks', false)
    .addHelpText(
      'after',
      '\nNeeds SITE_URL, SANITY_PROJECT_ID, SANITY_DATASET, SANITY_WEBHOOK_SECRET, and SANITY_ADMIN_TOKEN (role Administrator; only this command uses it).',
    )
    .exitOverride()
    .parse(args, {from: 'user'})

  if (program.opts<{show: boolean}>().show) {
    print(byHand(webhookSettings(read(variables.omit({SANITY_ADMIN_TOKEN: true}), env))))
    return EXIT.done
  }
  const settings = read(variables, env)
  const hooks = hooksApi(settings)
  const wanted = webhookSettings(settings)
  const existing = (await hooks.list()).find(
    ({name, dataset}) => name === wanted.name && dataset === wanted.dataset,
  )
  // Written even when it looks right: the secret cannot be read back and compared.
  const {url} = existing ? await hooks.update(existing.id, wanted) : await hooks.create(wanted)
  print(`${existing ? 'Checked' : 'Registered'} the webhook to ${url}.`)
  return EXIT.done
}

/** @throws CommandError naming what is missing */
function read<Schema extends z.ZodType>(schema: Schema, env: Surroundings['env']): z.infer<Schema> {
  const result = schema.safeParse(env)
  if (result.success) return result.data
  const names = [...new Set(result.error.issues.map(({path}) => String(path[0])))]
  throw new CommandError(EXIT.usage, `Missing or not usable: ${names.join(', ')}. See .env.example.`)
}

/** What a person enters in the form of a new webhook, by the names of its fields. */
function byHand({name, url, dataset, rule, apiVersion}: ReturnType<typeof webhookSettings>): string {
  const fields = {
    Name: name,
    URL: url,
    Dataset: dataset,
    'Trigger on': rule.on.join(', '),
    Filter: rule.filter,
    Projection: rule.projection,
    Drafts: 'off',
    'HTTP method': 'POST',
    'API version': apiVersion,
    Secret: 'what SANITY_WEBHOOK_SECRET holds',
  }
  return Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}`)
    .join('\n')
}

/** The webhook as it should be, in the shape of the hooks API. */
function webhookSettings({
  SITE_URL,
  SANITY_DATASET,
  SANITY_WEBHOOK_SECRET,
}: Omit<z.infer<typeof variables>, 'SANITY_ADMIN_TOKEN'>) {
  return {
    type: 'document',
    name: WEBHOOK_NAME,
    description: 'Tells the site which pages to make anew. Kept up to date by `npm run sanity:webhook`.',
    url: `${SITE_URL}${WEBHOOK_PATH}`,
    dataset: SANITY_DATASET,
    httpMethod: 'POST',
    apiVersion: 'v2021-03-25',
    includeDrafts: false,
    secret: SANITY_WEBHOOK_SECRET,
    rule: {on: ['create', 'update', 'delete'], filter: WEBHOOK_FILTER, projection: WEBHOOK_PROJECTION},
  }
}

const hook = z.object({id: z.string(), name: z.string(), url: z.string(), dataset: z.string()})

type Hook = z.infer<typeof hook>
type Settings = ReturnType<typeof webhookSettings>

/**
 * The webhooks of a project. Every method rejects with CommandError when the token may not manage them.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
function hooksApi({SANITY_PROJECT_ID, SANITY_API_HOST, SANITY_ADMIN_TOKEN}: z.infer<typeof variables>) {
  const client = createClient({
    projectId: SANITY_PROJECT_ID,
    token: SANITY_ADMIN_TOKEN,
    apiVersion: '2021-10-04',
    useCdn: false,
    ...(SANITY_API_HOST ? {apiHost: SANITY_API_HOST, useProjectHostname: false} : {}),
  })
  const url = `/hooks/projects/${SANITY_PROJECT_ID}`
  return {
    list: async (): Promise<Hook[]> => z.array(hook).parse(await client.request({url}).catch(refuse)),
    create: async (body: Settings): Promise<Hook> =>
      hook.parse(await client.request({url, method: 'POST', body}).catch(refuse)),
    update: async (id: string, body: Settings): Promise<Hook> =>
      hook.parse(
        await client.request({url: `${url}/${encodeURIComponent(id)}`, method: 'PUT', body}).catch(refuse),
      ),
  }
}

function refuse(error: unknown): never {
  if (error instanceof ClientError && [401, 403].includes(error.statusCode))
    throw new CommandError(
      EXIT.service,
      `This token may not manage webhooks (${error.message}). SANITY_ADMIN_TOKEN needs the role Administrator.`,
    )
  throw error
}
