import {Command} from 'commander'
import {
  answerBy,
  eraseMessage,
  findMessage,
  type InboxFilter,
  listMessages,
  markDone,
} from '#lib/contact/messages.ts'
import {CONTACT_SUBJECTS, isDataRequest} from '#lib/format/contact-fields.ts'
import {actor, readLimit, readMessageId} from './arguments.ts'
import {CommandFailure} from './command-failure.ts'
import {confirm} from './confirm.ts'
import {printTable} from './print.ts'
import {printMessage} from './print-message.ts'
import {withCommerce} from './with-commerce.ts'

const NO_MESSAGE = 'There is no such message.'

/** `ops inbox …` */
export function inboxCommand(): Command {
  const inbox = new Command('inbox').description('What people wrote in the contact form')
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
      withCommerce(async ({db}) => {
        const messages = await listMessages(db, filter)
        const table = messages.map(({id, subject, name, businessName, createdAt, doneAt, held}) => ({
          Message: id,
          About: CONTACT_SUBJECTS[subject],
          From: name,
          Business: businessName,
          Received: createdAt,
          'Answer by': isDataRequest(subject) && doneAt === null ? answerBy(createdAt) : null,
          State:
            doneAt === null ? (held === null ? 'open' : `held: ${held.replaceAll('_', ' ')}`) : 'answered',
        }))
        printTable(json ? messages : table, {json, none: 'There is no message.'})
      }),
    )
  inbox
    .command('show')
    .description('All of one message')
    .argument('<message>', 'its id', readMessageId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: {json: boolean}) =>
      withCommerce(async ({db}) => {
        const message = await findMessage(db, id)
        if (message === undefined) throw new CommandFailure(NO_MESSAGE)
        printMessage(message, json)
      }),
    )
  inbox
    .command('done')
    .description('Note that a message is answered')
    .argument('<message>', 'its id', readMessageId)
    .action((id: string) =>
      withCommerce(async ({db}) => {
        if (!(await markDone(db, id))) throw new CommandFailure(NO_MESSAGE)
        console.log(`${id} is answered.`)
      }),
    )
  inbox
    .command('erase')
    .description('Erase a message for good, as a request to delete asks for')
    .argument('<message>', 'its id', readMessageId)
    .option('--yes', 'do not ask', false)
    .action((id: string, {yes}: {yes: boolean}) =>
      withCommerce(async (commerce) => {
        await confirm(`Erase ${id} for good?`, yes)
        if (!(await eraseMessage(commerce, id, actor()))) throw new CommandFailure(NO_MESSAGE)
        console.log(`${id} is erased.`)
      }),
    )
  return inbox
}
