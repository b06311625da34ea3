import {Command} from 'commander'
import {formatMoney} from '#lib/format/money.ts'
import {listOrders} from '#lib/orders/list-orders.ts'
import {readLimit, readOrderId, readState} from './arguments.ts'
import {type AdvanceFlags, advance, notify, refund, resend} from './order-actions.ts'
import {printTable} from './print.ts'
import {printOrder} from './print-order.ts'
import {withCommerce} from './with-commerce.ts'

type Listing = {state?: ReturnType<typeof readState>; limit: number; json: boolean}

/** `ops orders …` */
export function ordersCommand(): Command {
  const orders = new Command('orders').description('See orders and move them on')
  orders
    .command('list')
    .description('The newest orders')
    .option('--state <state>', 'only those in this state', readState)
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action(({state, limit, json}: Listing) =>
      withCommerce(async ({db}) => {
        const lines = await listOrders(db, {state, limit})
        const table = lines.map(
          ({id, state: now, businessName, amountTotal, currency, createdAt, detailsAt}) => ({
            Order: id,
            State: now.replaceAll('_', ' '),
            Business: businessName,
            Paid: amountTotal !== null && currency !== null ? formatMoney(amountTotal, currency) : '',
            Made: createdAt,
            'Details in': detailsAt,
          }),
        )
        printTable(json ? lines : table, {json, none: 'There is no order.'})
      }),
    )
  orders
    .command('show')
    .description('All about one order but its service data')
    .argument('<order>', 'its id', readOrderId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) => withCommerce(({db}) => printOrder(db, id, json)))
  orders
    .command('advance')
    .description('Move an order to the next step: awaiting details, in set-up, live')
    .argument('<order>', 'its id', readOrderId)
    .option('--notify', 'tell the client by mail', false)
    .option('--without-details', 'begin the set-up though the client has not sent the form', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nOnce an order is in set-up it cannot be refunded any more: that is the rule of the terms.',
    )
    .action((id: string, options: AdvanceFlags) => withCommerce((commerce) => advance(commerce, id, options)))
  orders
    .command('refund')
    .description('Give the full amount back, which the terms allow until set-up has begun')
    .argument('<order>', 'its id', readOrderId)
    .option('--yes', 'do not ask', false)
    .action((id: string, options: {yes: boolean}) =>
      withCommerce((commerce) => refund(commerce, id, options)),
    )
  orders
    .command('notify')
    .description('Tell the client by mail where their order stands')
    .argument('<order>', 'its id', readOrderId)
    .action((id: string) => withCommerce((commerce) => notify(commerce, id)))
  orders
    .command('resend')
    .description('Mail a new link to the set-up form; older links stop working')
    .argument('<order>', 'its id', readOrderId)
    .action((id: string) => withCommerce((commerce) => resend(commerce, id)))
  return orders
}
