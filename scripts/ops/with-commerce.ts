import pino from 'pino'
import {z} from 'zod'
import {openCommerce} from '#lib/commerce.ts'
import {parseCommerceEnv} from '#lib/commerce-env.ts'
import type {Commerce} from '#lib/context.ts'
import {migrate} from '#lib/db/database.ts'
import {CommandFailure} from './command-failure.ts'

const siteUrl = z.url().transform((url) => url.replace(/\/+$/, ''))

/** Runs work with the shop's database, Stripe account and mail host, and closes them after. */
export async function withCommerce(work: (commerce: Commerce) => Promise<void>): Promise<void> {
  const site = siteUrl.safeParse(process.env.SITE_URL)
  if (!site.success) throw new CommandFailure('SITE_URL must be the address of the site. See .env.example.')
  // What the command says goes to standard output; the log must not mix with it.
  const log = pino(
    {base: null, level: process.env.LOG_LEVEL || 'warn'},
    pino.destination({fd: 2, sync: true}),
  )
  const commerce = openCommerce(parseCommerceEnv(process.env), site.data, log)
  try {
    await migrate(commerce.db)
    await work(commerce)
  } finally {
    await commerce.close()
  }
}
