import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import type {LocalService, Place} from './local-service.ts'

/** Where payments are made, and the key that may do everything in test mode. */
export type StripeAddress = {url: string; secretKey: string}

/** The file that the stand-in makes at its first start. */
const accountFile = z.object({test: z.object({secretKey: z.string()})})

/** The stand-in for Stripe, on its own address and folder. */
export function stripeService({root, port, dataDir}: Place): LocalService<StripeAddress> {
  return {
    name: 'Stripe stand-in',
    args: [join(root, 'packages', 'stripe-standin', 'main.ts'), '--port', String(port), '--data', dataDir],
    health: `http://127.0.0.1:${port}/`,
    async describe() {
      const {test} = accountFile.parse(JSON.parse(await readFile(join(dataDir, 'account.json'), 'utf8')))
      // The very address that it gives its pages, which the site names to browsers as a target of forms.
      return {url: `http://127.0.0.1:${port}`, secretKey: test.secretKey}
    },
  }
}
