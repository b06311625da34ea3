/**
 * Starts the stand-in for Stripe by itself.
 *
 *   node packages/stripe-standin/main.ts --port 3002 --data .local/stripe [--host 127.0.0.1] [--webhook-host shop.test]
 *     [--public-url https://checkout.stripe.com]
 */
import {parseArgs} from 'node:util'
import {z} from 'zod'
import {startStripe} from './server.ts'

const usage =
  'Usage: node packages/stripe-standin/main.ts --port PORT --data DIRECTORY [--host 127.0.0.1] [--webhook-host NAME]… [--public-url ORIGIN]'

const argumentsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65535),
  data: z.string().min(1),
  host: z.string().optional(),
  'webhook-host': z.array(z.string()).default([]),
  'public-url': z
    .url()
    .transform((value) => new URL(value).origin)
    .optional(),
})

const {values} = parseArgs({
  options: {
    port: {type: 'string'},
    data: {type: 'string'},
    host: {type: 'string'},
    'webhook-host': {type: 'string', multiple: true},
    'public-url': {type: 'string'},
  },
})
const options = argumentsSchema.safeParse(values)
if (!options.success) {
  console.error(usage)
  process.exit(2)
}

try {
  const {'webhook-host': webhookHosts, 'public-url': publicUrl, ...rest} = options.data
  const stripe = await startStripe({...rest, webhookHosts, publicUrl})
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stripe.close().then(() => process.exit(0)))
  }
  console.log(`Stripe stand-in listening at ${stripe.url}, account ${stripe.account.id}`)
} catch (error) {
  console.error(`The stand-in for Stripe cannot start: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
