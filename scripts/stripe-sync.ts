import {Command} from 'commander'
import {z} from 'zod'
import {syncAccount} from '#lib/checkout/sync-account.ts'
import {commerceSchema} from '#lib/commerce-env.ts'
import {stripeClient} from '#lib/stripe.ts'
import {printJson, printTable} from './ops/print.ts'

const program = new Command('npm run stripe:sync --')
  .description(
    'Puts the product, its price and the webhook endpoint into the Stripe account of STRIPE_SECRET_KEY, or checks those that are there. Running it again changes nothing; a price is never changed.',
  )
  .option('--check', 'look only, and change nothing', false)
  .option('--json', 'for programs', false)
  .addHelpText('after', '\nExit codes: 0 all as it should be, 1 something differs or could not be done.')
  .parse()
const {check, json} = program.opts<{check: boolean; json: boolean}>()

const variables = commerceSchema.pick({STRIPE_SECRET_KEY: true, STRIPE_API_HOST: true}).extend({
  SITE_URL: z.url({error: 'must be the address of the site'}).transform((url) => url.replace(/\/+$/, '')),
})

const parsed = variables.safeParse(process.env)
if (!parsed.success) {
  for (const {path, message} of parsed.error.issues) console.error(`${String(path[0])} ${message}`)
  process.exit(1)
}
const {STRIPE_SECRET_KEY: secretKey, STRIPE_API_HOST: apiHost, SITE_URL} = parsed.data

const report = await syncAccount(stripeClient({secretKey, apiHost}), {
  webhookUrl: `${SITE_URL}/api/stripe/webhook`,
  check,
})
if (json) printJson(report)
else {
  printTable(
    report.lines.map(({what, state, detail}) => ({What: what, State: state, Detail: detail})),
    {json, none: ''},
  )
  if (report.webhookSecret) {
    console.log(
      `\nStripe tells the signing secret once. Set it now:\nSTRIPE_WEBHOOK_SECRET=${report.webhookSecret}`,
    )
  }
}
if (report.lines.some(({state}) => state === 'differs')) process.exitCode = 1
