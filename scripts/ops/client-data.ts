import {type Command, InvalidArgumentError} from 'commander'
import {
  answerBy,
  eraseMessage,
  findMessage,
  type InboxFilter,
  listMessages,
  markDone,
  messageIdSchema,
} from '#lib/contact/messages.ts'
import type {StoredMessage} from '#lib/db/schema.ts'
import {CONTACT_SUBJECTS, isDataRequest} from '#lib/format/forms.ts'
import {findOrder} from '#lib/orders/store.ts'
import {describeDetails} from '#lib/setup/fields.ts'
import {eraseServiceData, rotateKeys, showServiceData} from '#lib/setup/service-data.ts'
import {actor, CommandFailure, type CommandLine, readLimit, readOrderId} from './command-line.ts'

const NO_MESSAGE = 'There is no such message.'
const NO_ORDER = 'There is no such order.'

/** `ops inbox …` */
export function addInboxCommands(program: Command, line: CommandLine): void {
  const inbox = program.command('inbox').description('What people wrote in the contact form')
  inbox
    .command('list')
    .description('The newest messages that are not answered yet')
    .option('--all', 'answered ones as well', false)
    .option('--email <address>', 'only those of this sender')
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .addHelpText(
      'after',
      '\nA message that is held looked like a program’s work, or came too often: nobody was mailed.',
    )
    .action(({json, ...filter}: InboxFilter & {json: boolean}) =>
      line.withCommerce(async ({db}) => {
        const messages = await listMessages(db, filter)
        line.printTable(json ? messages : messages.map(messageLine), {json, none: 'There is no message.'})
      }),
    )
  inbox
    .command('show')
    .description('All of one message')
    .argument('<message>', 'its id', readMessageId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) =>
      line.withCommerce(async ({db}) => {
        const message = await findMessage(db, id)
        if (message === undefined) throw new CommandFailure(NO_MESSAGE)
        if (json) line.printJson(message)
        else line.printFields(messageFields(message))
      }),
    )
  inbox
    .command('done')
    .description('Note that a message is answered')
    .argument('<message>', 'its id', readMessageId)
    .action((id: string) =>
      line.withCommerce(async ({db}) => {
        if (!(await markDone(db, id))) throw new CommandFailure(NO_MESSAGE)
        line.say(`${id} is answered.`)
      }),
    )
  inbox
    .command('erase')
    .description('Erase a message for good, as a request to delete asks for')
    .argument('<message>', 'its id', readMessageId)
    .option('--yes', 'do not ask', false)
    .action((id: string, {yes}: {yes: boolean}) =>
      line.withCommerce(async (commerce) => {
        await line.confirm(`Erase ${id} for good?`, yes)
        if (!(await eraseMessage(commerce, id, actor()))) throw new CommandFailure(NO_MESSAGE)
        line.say(`${id} is erased.`)
      }),
    )
}

function readMessageId(text: string): string {
  const id = messageIdSchema.safeParse(text)
  if (!id.success) throw new InvalidArgumentError('The id of a message looks like MSG-7K3F-92QM-X1ZD.')
  return id.data
}

function messageLine({id, subject, name, businessName, createdAt, doneAt, held}: StoredMessage) {
  const open = held === null ? 'open' : `held: ${held.replaceAll('_', ' ')}`
  return {
    Message: id,
    About: CONTACT_SUBJECTS[subject],
    From: name,
    Business: businessName,
    Received: createdAt,
    'Answer by': isDataRequest(subject) && doneAt === null ? answerBy(createdAt) : null,
    State: doneAt === null ? open : 'answered',
  }
}

function messageFields(stored: StoredMessage) {
  const {id, subject, name, email, businessName, createdAt, doneAt, held, message} = stored
  return {
    Message: id,
    About: CONTACT_SUBJECTS[subject],
    From: name,
    'E-mail': email,
    Business: businessName,
    Received: createdAt,
    'Answer by': isDataRequest(subject) ? answerBy(createdAt) : null,
    Answered: doneAt,
    Held: held?.replaceAll('_', ' '),
    Text: message,
  }
}

/** `ops service-data …` */
export function addServiceDataCommands(program: Command, line: CommandLine): void {
  const serviceData = program.command('service-data').description('What clients handed over for their set-up')
  serviceData
    .command('show')
    .description('Decrypt and print it, credentials included; that you did is written to the audit log')
    .argument('<order>', 'the order’s id', readOrderId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) =>
      line.withCommerce(async (commerce) => {
        const data = await showServiceData(commerce, id, actor())
        if (data === undefined) throw new CommandFailure(NO_ORDER)
        if (json) return line.printJson(Object.fromEntries(data))
        const details = describeDetails(data)
        if (details.length === 0) return line.say('Nothing is held for this order.')
        line.printFields(Object.fromEntries(details))
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
      line.withCommerce(async ({db}) => {
        if ((await findOrder(db, id)) === undefined) throw new CommandFailure(NO_ORDER)
        await line.confirm(`Erase what the client of ${id} handed over, for good?`, yes)
        await db.transaction((transaction) => eraseServiceData(transaction, id, actor()))
        line.say(`What the client of ${id} handed over is erased.`)
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
      line.withCommerce(async (commerce) => {
        const count = await rotateKeys(commerce, actor())
        line.say(`${count} records now use the key ${commerce.keys.currentId}. The others did already.`)
      }),
    )
}
