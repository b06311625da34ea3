import {Command} from 'commander'
import {CommandFailure} from './ops/command-failure.ts'
import {inboxCommand} from './ops/inbox-command.ts'
import {ordersCommand} from './ops/orders-command.ts'
import {outboxCommand} from './ops/outbox-command.ts'
import {reconcileCommand} from './ops/reconcile-command.ts'
import {serviceDataCommand} from './ops/service-data-command.ts'

const program = new Command('npm run ops --')
  .description(
    'The owner’s commands: orders, what clients handed over, messages, mail, and catching up with Stripe.',
  )
  .addHelpText(
    'after',
    '\nThe usual way of an order: paid, awaiting details (the client has the form), in set-up (you began), live.\nExit codes: 0 done, 1 not done, for the reason printed.',
  )
const COMMANDS = [ordersCommand, serviceDataCommand, inboxCommand, outboxCommand, reconcileCommand]
for (const command of COMMANDS) program.addCommand(command())

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof Error)) throw error
  // A person reads this, and a stack would hide the sentence; LOG_LEVEL=debug shows it.
  console.error(
    error instanceof CommandFailure || process.env.LOG_LEVEL !== 'debug' ? error.message : error.stack,
  )
  process.exitCode = 1
}
