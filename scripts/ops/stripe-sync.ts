import {z} from 'zod'
import {commerceSchema} from '#lib/env.ts'
import {syncAccount} from '#lib/orders/sync-account.ts'
import {stripeClient} from '#lib/stripe.ts'
import {CommandFailure, CommandLine, type Surroundings} from './command-line.ts'

const variables = commerceSchema.pick({STRIPE_SECRET_KEY: true, STRIPE_API_HOST: true}).extend({
  SITE_URL: z.url({error: 'must be the address of the site'}).transform((url) => url.replace(/\/+$/, '')),
})

/** `stripe:sync`: puts product, price and webhook endpoint into a Stripe account, or checks them. Returns the exit code. */
export async function runStripeSync(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  const line = new CommandLine(around)
  let differs = false
  const program = line
    .program('npm run stripe:sync --')
    .description(
      'Puts the product, its price and the webhook endpoint into the Stripe account of STRIPE_SECRET_KEY, or checks those that are there. Running it again changes nothing; a price is never changed.',
    )
    .option('--check', 'look only, and change nothing', false)
    .option('--json', 'for programs', false)
    .addHelpText('after', '\nExit codes: 0 all as it should be, 1 something differs or could not be done.')
    .action(async ({check, json}: {check: boolean; json: boolean}) => {
      const {SITE_URL, ...key} = parse(around.env)
      const client = stripeClient({secretKey: key.STRIPE_SECRET_KEY, apiHost: key.STRIPE_API_HOST})
      const report = await syncAccount(client, {webhookUrl: `${SITE_URL}/api/stripe/webhook`, check})
      differs = report.lines.some(({state}) => state === 'differs')
      if (json) return line.printJson(report)
      const table = report.lines.map(({what, state, detail}) => ({What: what, State: state, Detail: detail}))
      line.printTable(table, {json, none: ''})
      if (report.webhookSecret)
        line.say(
          `\nStripe tells the signing secret once. Set it now:\nSTRIPE_WEBHOOK_SECRET=${report.webhookSecret}`,
        )
    })
  const code = await line.run(program, args)
  return differs ? 1 : code
}

function parse(env: Surroundings['env']): z.infer<typeof variables> {
  const parsed = variables.safeParse(env)
  if (parsed.success) return parsed.data
  throw new CommandFailure(
    parsed.error.issues.map(({path, message}) => `${String(path[0])} ${message}`).join('\n'),
  )
}
