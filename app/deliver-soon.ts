import {after} from 'next/server'
import {commerce} from '#lib/commerce.ts'
import {env} from '#lib/env.ts'
import {logger} from '#lib/log.ts'
import {deliverMail} from '#lib/workers.ts'

/**
 * Sends mail that the present request queued, as soon as it is answered, where no worker waits for it. What is not sent then
 * follows with the next `GET /api/cron`.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/after
 */
export function deliverSoon(): void {
  if (env().RUNTIME !== 'functions') return
  after(async () => {
    await deliverMail(commerce()).catch((error: unknown) =>
      logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'mail was not sent at once'),
    )
  })
}
