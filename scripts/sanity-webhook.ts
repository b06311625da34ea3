import {Command} from 'commander'
import {z} from 'zod'
import {CommandError, runCommand} from './content/command-error.ts'
import {EXIT} from './content/exit-codes.ts'
import {hooksApi} from './webhook/hooks-api.ts'
import {webhookSettings} from './webhook/webhook-settings.ts'

new Command('npm run sanity:webhook --')
  .description(
    'Makes sure that the Content Lake tells the site of every published change. Run it again whenever SITE_URL or SANITY_WEBHOOK_SECRET changes; twice changes nothing.',
  )
  .addHelpText(
    'after',
    '\nNeeds SITE_URL, SANITY_PROJECT_ID, SANITY_DATASET, SANITY_WEBHOOK_SECRET, and SANITY_ADMIN_TOKEN (role Administrator; only this command uses it).',
  )
  .parse()

const unset = (value: unknown) => (value === '' ? undefined : value)

const variables = z.object({
  SITE_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  SANITY_PROJECT_ID: z.string().regex(/^[a-z0-9-]+$/),
  SANITY_DATASET: z.string().min(1),
  SANITY_API_HOST: z.preprocess(unset, z.url().optional()),
  SANITY_WEBHOOK_SECRET: z.string().min(16),
  SANITY_ADMIN_TOKEN: z.string().min(1),
})

await runCommand(async () => {
  const result = variables.safeParse(process.env)
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({path}) => String(path[0])))]
    throw new CommandError(EXIT.usage, `Missing or not usable: ${names.join(', ')}. See .env.example.`)
  }
  const {SITE_URL, SANITY_PROJECT_ID, SANITY_DATASET, SANITY_API_HOST, ...secrets} = result.data
  const hooks = hooksApi({
    projectId: SANITY_PROJECT_ID,
    apiHost: SANITY_API_HOST,
    token: secrets.SANITY_ADMIN_TOKEN,
  })
  const wanted = webhookSettings({
    siteUrl: SITE_URL,
    dataset: SANITY_DATASET,
    secret: secrets.SANITY_WEBHOOK_SECRET,
  })
  const existing = (await hooks.list()).find(
    ({name, dataset}) => name === wanted.name && dataset === wanted.dataset,
  )
  // Written even when it looks right: the secret cannot be read back and compared.
  const {url} = existing ? await hooks.update(existing.id, wanted) : await hooks.create(wanted)
  console.log(`${existing ? 'Checked' : 'Registered'} the webhook to ${url}.`)
  return EXIT.done
})
