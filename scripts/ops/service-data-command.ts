import {Command} from 'commander'
import {findOrder} from '#lib/orders/find-order.ts'
import {SETUP_FIELDS} from '#lib/setup/fields.ts'
import {eraseServiceData, rotateKeys, showServiceData} from '#lib/setup/service-data.ts'
import {actor, readOrderId} from './arguments.ts'
import {CommandFailure} from './command-failure.ts'
import {confirm} from './confirm.ts'
import {printFields, printJson} from './print.ts'
import {withCommerce} from './with-commerce.ts'

/** `ops service-data …` */
export function serviceDataCommand(): Command {
  const serviceData = new Command('service-data').description('What clients handed over for their set-up')
  serviceData
    .command('show')
    .description('Decrypt and print it, credentials included; that you did is written to the audit log')
    .argument('<order>', 'the order’s id', readOrderId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) =>
      withCommerce(async (commerce) => {
        const data = await showServiceData(commerce, id, actor())
        if (data === undefined) throw new CommandFailure('There is no such order.')
        if (json) return printJson(Object.fromEntries(data))
        if (data.size === 0) return console.log('Nothing is held for this order.')
        printFields(
          Object.fromEntries(
            [...data].map(([name, value]) => [SETUP_FIELDS.get(name)?.label ?? name, value]),
          ),
        )
      }),
    )
  serviceData
    .command('erase')
    .description(
      'Erase it for good, as a request to delete asks for; that you did is written to the audit log',
    )
    .argument('<order>', 'the order’s id', readOrderId)
    .option('--yes', 'do not ask', false)
    .action((id: string, {yes}: {yes: boolean}) =>
      withCommerce(async ({db}) => {
        if ((await findOrder(db, id)) === undefined) throw new CommandFailure('There is no such order.')
        await confirm(`Erase what the client of ${id} handed over, for good?`, yes)
        await db.transaction((transaction) => eraseServiceData(transaction, id, actor()))
        console.log(`What the client of ${id} handed over is erased.`)
      }),
    )
  serviceData
    .command('rotate-keys')
    .description('Wrap every record’s key with the first key of SERVICE_DATA_KEYS')
    .addHelpText(
      'after',
      '\nTo change the master key: put a new one in front of SERVICE_DATA_KEYS and keep the old one behind it, restart the site, run this, then take the old one out.',
    )
    .action(() =>
      withCommerce(async (commerce) => {
        const count = await rotateKeys(commerce, actor())
        console.log(`${count} records now use the key ${commerce.keys.currentId}. The others did already.`)
      }),
    )
  return serviceData
}
