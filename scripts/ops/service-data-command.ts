import {Command} from 'commander'
import {rotateKeys} from '#lib/setup/rotate-keys.ts'
import {SETUP_FIELDS} from '#lib/setup/setup-fields.ts'
import {showServiceData} from '#lib/setup/show-service-data.ts'
import {actor, readOrderId} from './arguments.ts'
import {CommandFailure} from './command-failure.ts'
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
