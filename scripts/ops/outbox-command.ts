import {Command, InvalidArgumentError, Option} from 'commander'
import {z} from 'zod'
import type {OutboxStatus} from '#lib/db/schema.ts'
import {listOutbox, retryOutbox} from '#lib/outbox/queue.ts'
import {readLimit} from './arguments.ts'
import {printTable} from './print.ts'
import {withCommerce} from './with-commerce.ts'

type Listing = {status?: OutboxStatus; limit: number; json: boolean}

/** `ops outbox …` */
export function outboxCommand(): Command {
  const outbox = new Command('outbox').description('Mail that waits, was sent, or was given up')
  outbox
    .command('list')
    .description('The newest mail')
    .addOption(new Option('--status <status>', 'only that which is').choices(['waiting', 'sent', 'dead']))
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action(({status, limit, json}: Listing) =>
      withCommerce(async ({db}) => {
        const rows = await listOutbox(db, {status, limit})
        const table = rows.map(
          ({id, purpose, orderId, contactMessageId, status: now, attempts, dueAt, sentAt, lastError}) => ({
            Id: id,
            Mail: purpose,
            About: orderId ?? contactMessageId,
            Status: now,
            Tries: attempts,
            'Sent or due': sentAt ?? dueAt,
            Error: lastError,
          }),
        )
        printTable(json ? rows : table, {json, none: 'There is no mail.'})
      }),
    )
  outbox
    .command('retry')
    .description('Put dead mail back in the queue')
    .argument('[id]', 'only this one', readMailId)
    .action((id: string | undefined) =>
      withCommerce(async ({db}) => console.log(`${await retryOutbox(db, id)} put back in the queue.`)),
    )
  return outbox
}

function readMailId(text: string): string {
  const id = z.uuid().safeParse(text)
  if (!id.success) throw new InvalidArgumentError('An id as `outbox list` shows it.')
  return id.data
}
