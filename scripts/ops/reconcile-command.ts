import {Command} from 'commander'
import {reconcile} from '#lib/orders/reconcile.ts'
import {CommandFailure} from './command-failure.ts'
import {printJson} from './print.ts'
import {withCommerce} from './with-commerce.ts'

/** `ops reconcile` */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('Ask Stripe for everything that may have been missed, now instead of in a few minutes')
    .addHelpText(
      'after',
      '\nChanged prices are caught up with by the running site alone, within five minutes.',
    )
    .option('--json', 'for programs', false)
    .action(({json}: {json: boolean}) =>
      withCommerce(async (commerce) => {
        const {refunds, sessions, events, failures} = await reconcile(commerce, 0)
        if (json) printJson({refunds, sessions, events, failures})
        else console.log(`Caught up: ${sessions} sessions, ${events} events, ${refunds} refunds.`)
        if (failures > 0) throw new CommandFailure(`${failures} could not be done. The log above says which.`)
      }),
    )
}
