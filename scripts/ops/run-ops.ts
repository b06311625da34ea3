import {type Command, InvalidArgumentError, Option} from 'commander'
import {z} from 'zod'
import type {OutboxStatus} from '#lib/db/schema.ts'
import {syncMissedOrders} from '#lib/orders/sync.ts'
import {listOutbox, retryOutbox} from '#lib/outbox.ts'
import {addBackupCommands} from './backup.ts'
import {addInboxCommands, addServiceDataCommands} from './client-data.ts'
import {CommandFailure, CommandLine, readLimit, type Surroundings} from './command-line.ts'
import {addOrderCommands} from './orders.ts'
import {addPeopleCommands, addRegisterCommands, addRequestCommands} from './people.ts'
import {addVisitsCommand} from './visits.ts'

/** Runs one of the owner's commands, such as `orders list`. Returns its exit code. */
export function runOps(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  const line = new CommandLine(around)
  const program = line
    .program('npm run ops --')
    .description(
      'The owner’s commands: orders, what clients handed over, messages, mail, visits, catching up with Stripe, and backups.',
    )
    .addHelpText(
      'after',
      '\nThe usual way of an order: paid, awaiting details (the client has the form), in set-up (you began), live.\nExit codes: 0 done, 1 not done, for the reason printed.',
    )
  addOrderCommands(program, line)
  addServiceDataCommands(program, line)
  addInboxCommands(program, line)
  addPeopleCommands(program, line)
  addRequestCommands(program, line)
  addRegisterCommands(program, line)
  addOutboxCommands(program, line)
  addReconcileCommand(program, line)
  addVisitsCommand(program, line, around.env.LOG_DIR)
  addBackupCommands(program, line, around.env)
  return line.run(program, args)
}

/** `ops outbox …` */
function addOutboxCommands(program: Command, line: CommandLine): void {
  const outbox = program.command('outbox').description('Mail that waits, was sent, or was given up')
  outbox
    .command('list')
    .description('The newest mail')
    .addOption(new Option('--status <status>', 'only that which is').choices(['waiting', 'sent', 'dead']))
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action(({status, limit, json}: {status?: OutboxStatus; limit: number; json: boolean}) =>
      line.withCommerce(async ({db}) => {
        const rows = await listOutbox(db, {status, limit})
        const table = rows.map(
          ({
            id,
            purpose,
            orderId,
            contactMessageId,
            privacyRequestId,
            status: now,
            attempts,
            dueAt,
            sentAt,
            lastError,
          }) => ({
            Id: id,
            Mail: purpose,
            About: orderId ?? contactMessageId ?? privacyRequestId,
            Status: now,
            Tries: attempts,
            'Sent or due': sentAt ?? dueAt,
            Error: lastError,
          }),
        )
        line.printTable(json ? rows : table, {json, none: 'There is no mail.'})
      }),
    )
  outbox
    .command('retry')
    .description('Put dead mail back in the queue')
    .argument('[id]', 'only this one', readMailId)
    .action((id: string | undefined) =>
      line.withCommerce(async ({db}) => {
        const count = await retryOutbox(db, id)
        if (id !== undefined && count === 0)
          throw new CommandFailure('No mail with this id was given up. See “outbox list --status dead”.')
        line.say(`${count} put back in the queue.`)
      }),
    )
}

function readMailId(text: string): string {
  const id = z.uuid().safeParse(text)
  if (!id.success) throw new InvalidArgumentError('An id as `outbox list` shows it.')
  return id.data
}

/** `ops reconcile` */
function addReconcileCommand(program: Command, line: CommandLine): void {
  program
    .command('reconcile')
    .description('Ask Stripe for everything that may have been missed, now instead of in a few minutes')
    .addHelpText(
      'after',
      '\nChanged prices are caught up with by the running site alone, within five minutes.',
    )
    .option('--json', 'for programs', false)
    .action(({json}: {json: boolean}) =>
      line.withCommerce(async (commerce) => {
        const {refunds, sessions, events, failures} = await syncMissedOrders(commerce, 0)
        if (json) line.printJson({refunds, sessions, events, failures})
        else line.say(`Caught up: ${sessions} sessions, ${events} events, ${refunds} refunds.`)
        if (failures > 0) throw new CommandFailure(`${failures} could not be done. The log above says which.`)
      }),
    )
}
