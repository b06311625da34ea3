import {readFile, writeFile} from 'node:fs/promises'
import {type Command, InvalidArgumentError, Option} from 'commander'
import {z} from 'zod'
import {addDisclosure, listDisclosures, verifyAudit} from '#lib/audit.ts'
import {CORRECTABLE, type CorrectableField, REQUEST_WORDS} from '#lib/format/forms.ts'
import {archiveOf} from '#lib/personal-data/archive.ts'
import {
  advanceRequests,
  correctPerson,
  eraseAgain,
  erasePerson,
  listErasures,
} from '#lib/personal-data/carry-out.ts'
import {previewErasure} from '#lib/personal-data/erase.ts'
import {exportPerson, isNothingHeld} from '#lib/personal-data/export.ts'
import {findPerson} from '#lib/personal-data/find.ts'
import {
  completeRequest,
  denyRequest,
  listRequests,
  requestIdSchema,
  showRequest,
} from '#lib/personal-data/requests.ts'
import {runRetention} from '#lib/personal-data/retention.ts'
import {actor, CommandFailure, type CommandLine, readLimit, readOrderId} from './command-line.ts'

type Json = {json: boolean}

/** `ops people …`: for a person of whom the owner is sure. */
export function addPeopleCommands(program: Command, line: CommandLine): void {
  const people = program.command('people').description('What is held about a person: see, correct, erase')
  people
    .command('find')
    .description('Where something is held about the owner of an e-mail address')
    .argument('<address>', 'upper and lower case are the same', readAddress)
    .option('--json', 'for programs', false)
    .action((address: string, {json}: Json) =>
      line.withCommerce(async (commerce) => {
        const person = await findPerson(commerce.db, commerce.keys, address)
        if (json) return line.printJson(person)
        line.printFields({
          Orders: person.orderIds.join('\n'),
          Messages: person.messageIds.join('\n'),
          Requests: person.requestIds.join('\n'),
          'Erased on': person.erasedAt,
          'Payment records kept': person.keptOrderIds.join('\n'),
        })
      }),
    )
  people
    .command('export')
    .description('Write a ZIP file with everything that is held about them, Stripe included')
    .argument('<address>', 'their e-mail address', readAddress)
    .option('--out <file>', 'where to', 'your-information.zip')
    .action((address: string, {out}: {out: string}) =>
      line.withCommerce(async (commerce) => {
        const exported = await exportPerson(commerce, address)
        if (isNothingHeld(exported)) throw new CommandFailure('Nothing is held about this address.')
        // It holds all that is known of a person: for its owner's eyes, and never over another file.
        await writeFile(out, await archiveOf(exported), {mode: 0o600, flag: 'wx'})
        line.say(`${out} is written. Send it to the person, and delete it.`)
      }),
    )
  const correct = people
    .command('correct')
    .description('Correct contact details, here and at Stripe')
    .argument('<address>', 'their e-mail address as it is held now', readAddress)
    .option('--yes', 'do not ask', false)
  for (const [field, {label}] of Object.entries(CORRECTABLE)) {
    const flag = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    correct.option(`--${flag} <text>`, `the right value of “${label}”`)
  }
  correct.action(
    (address: string, {yes, ...wanted}: {yes: boolean} & Partial<Record<CorrectableField, string>>) =>
      line.withCommerce(async (commerce) => {
        await line.confirm(`Correct what is held about ${address}?`, yes)
        const result = await correctPerson(commerce, {address, wanted, actor: actor()})
        if (result.ok) {
          for (const {field, before, after} of result.changes)
            line.say(`${CORRECTABLE[field].label}: ${before} is now ${after}.`)
          await advanceRequests(commerce)
          return line.say(`Done as request ${result.requestId}; the person is told by mail.`)
        }
        if (result.reason === 'problems') throw new CommandFailure(Object.values(result.problems).join(' '))
        throw new CommandFailure(
          result.reason === 'unchanged'
            ? 'It is as it should be already. Say what to change, for example --name.'
            : 'No order has contact details of this address.',
        )
      }),
  )
  people
    .command('erase')
    .description('Erase all that is held about them, and ask Stripe to redact the rest')
    .argument('<address>', 'their e-mail address', readAddress)
    .option('--yes', 'do not ask', false)
    .action((address: string, {yes}: {yes: boolean}) =>
      line.withCommerce(async (commerce) => {
        const {orders, messages, setUpForms, holds} = await previewErasure(commerce, address)
        line.say(`${orders} orders, ${messages} messages and ${setUpForms} set-up forms are erased.`)
        for (const {order, what, why, until} of holds) line.say(`${order} until ${until}: ${what} ${why}`)
        await line.confirm(`Erase all of it for good?`, yes)
        const {requestId} = await erasePerson(commerce, {address, actor: actor()})
        line.say(
          `Erased as request ${requestId}. Stripe is asked to redact its part; the person hears when it has.`,
        )
        line.say('Your own mailbox, and files that you made, are left to you.')
      }),
    )
  people
    .command('erasures')
    .description('Erased addresses as keyed hashes, to be kept beside the backups')
    .action(() => line.withCommerce(async ({db}) => line.printJson(await listErasures(db))))
  people
    .command('erase-again')
    .description('After a backup was restored: erase again who was erased since')
    .argument('[file]', 'what `people erasures` printed last')
    .action((file: string | undefined) =>
      line.withCommerce(async (commerce) => {
        const begun = await eraseAgain(commerce, actor(), file === undefined ? [] : await readErasures(file))
        await advanceRequests(commerce)
        line.say(`${begun.length} erased again.`)
      }),
    )
}

function readAddress(text: string): string {
  const address = z.email().safeParse(text.trim())
  if (!address.success) throw new InvalidArgumentError('An e-mail address such as ann@example.com.')
  return address.data
}

/** The list of erased people that is kept beside the backups. */
export const erasuresFile = z.array(
  z.object({emailHash: z.string(), keyId: z.string(), erasedAt: z.coerce.date()}),
)

async function readErasures(file: string): Promise<z.infer<typeof erasuresFile>> {
  const read = erasuresFile.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!read.success) throw new CommandFailure(`${file} is not what \`people erasures\` prints.`)
  return read.data
}

/** `ops requests …` */
export function addRequestCommands(program: Command, line: CommandLine): void {
  const requests = program.command('requests').description('Data requests, and when each is due')
  requests
    .command('list')
    .description('Those that are not done, the first due at the top')
    .option('--all', 'ended ones as well', false)
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action(({json, ...filter}: Json & {all: boolean; limit: number}) =>
      line.withCommerce(async ({db}) => {
        const found = await listRequests(db, filter)
        const table = found.map(({id, kind, state, receivedAt, dueAt, endedAt}) => ({
          Request: id,
          Kind: REQUEST_WORDS[kind],
          State: state,
          Received: receivedAt,
          'Answer by': endedAt === null ? dueAt : null,
          Ended: endedAt,
        }))
        if (json) line.printJson(found)
        else line.printTable(table, {json, none: 'There is no request.'})
      }),
    )
  requests
    .command('show')
    .description('All about one request')
    .argument('<request>', 'its number', readRequestId)
    .option('--json', 'for programs', false)
    .action((id: string, {json}: Json) => line.withCommerce(({db}) => showOne(line, db, id, json)))
  requests
    .command('complete')
    .description('Note that you have done what it asks for; the person is told by mail')
    .argument('<request>', 'its number', readRequestId)
    .action((id: string) =>
      line.withCommerce(async (commerce) => {
        refuse(await completeRequest(commerce, id, actor()))
        line.say(`${id} is done.`)
      }),
    )
  requests
    .command('deny')
    .description('Refuse it; the person is told why by mail')
    .argument('<request>', 'its number', readRequestId)
    .requiredOption('--why <words>', 'what the person reads')
    .action((id: string, {why}: {why: string}) =>
      line.withCommerce(async (commerce) => {
        refuse(await denyRequest(commerce, id, {actor: actor(), why}))
        line.say(`${id} is refused.`)
      }),
    )
}

function readRequestId(text: string): string {
  const id = requestIdSchema.safeParse(text)
  if (!id.success) throw new InvalidArgumentError('The number of a request looks like REQ-7K3F-92QM-X1ZD.')
  return id.data
}

const REFUSALS = {
  'unknown-request': 'There is no such request.',
  over: 'This request has ended already.',
  'not-proved': 'The person has not used the link in our mail yet, so it is not known to be them.',
} as const

function refuse(result: Awaited<ReturnType<typeof completeRequest>>): void {
  if (!result.ok) throw new CommandFailure(REFUSALS[result.reason])
}

async function showOne(
  line: CommandLine,
  db: Parameters<typeof showRequest>[0],
  id: string,
  json: boolean,
): Promise<void> {
  const shown = await showRequest(db, id)
  if (shown === undefined) throw new CommandFailure(REFUSALS['unknown-request'])
  if (json) return line.printJson(shown)
  const {request, tasks, mails, audit, needsOwner} = shown
  line.printFields({
    Request: request.id,
    Kind: REQUEST_WORDS[request.kind],
    State: request.state,
    'Waits for you': needsOwner ? 'yes' : 'no',
    'E-mail': request.email,
    Words: request.words,
    Received: request.receivedAt,
    'Answer by': request.dueAt,
    'Address proved': request.verifiedAt,
    Ended: request.endedAt,
  })
  line.printTable(
    tasks.map(({kind, status, jobId, objects, lastError}) => ({
      'At Stripe': kind,
      Status: status.replace('_', ' '),
      'Its number': jobId,
      About: Object.values(objects).flat().join('\n'),
      Error: lastError,
    })),
    {json, none: 'Stripe is asked for nothing.'},
  )
  line.printTable(
    mails.map(({purpose, subject, status, sentAt}) => ({
      Mail: purpose,
      About: subject,
      Status: status,
      Sent: sentAt,
    })),
    {json, none: 'No mail is queued or sent.'},
  )
  line.printTable(
    audit.map(({at, actor: by, action}) => ({When: at, By: by, What: action})),
    {json, none: 'Nothing is in the audit log.'},
  )
}

type DisclosureFlags = {authority: string; basis: string; given: string; order?: string; on: Date}

/** `ops disclosures …`, `ops retention …`, `ops audit …` */
export function addRegisterCommands(program: Command, line: CommandLine): void {
  const disclosures = program.command('disclosures').description('What was given to courts and authorities')
  disclosures
    .command('add')
    .description('Write one down, for good')
    .requiredOption('--authority <words>', 'who asked, with their reference')
    .requiredOption('--basis <words>', 'the law or order')
    .requiredOption('--given <words>', 'the kinds of data, never the data')
    .option('--order <order>', 'the order whose client it is about', readOrderId)
    .addOption(
      new Option('--on <date>', 'the day, 2026-01-31').argParser(readDay).default(new Date(), 'today'),
    )
    .action(({authority, basis, given, order, on}: DisclosureFlags) =>
      line.withCommerce(async ({db}) => {
        const values = {authority, basis, given, givenAt: on, ...(order !== undefined && {orderId: order})}
        line.say(`${await addDisclosure(db, values, actor())} is written down.`)
      }),
    )
  disclosures
    .command('list')
    .description('The newest')
    .option('--limit <number>', 'at most so many', readLimit, 30)
    .option('--json', 'for programs', false)
    .action(({limit, json}: Json & {limit: number}) =>
      line.withCommerce(async ({db}) => {
        const found = await listDisclosures(db, limit)
        const table = found.map(({id, authority, basis, given, orderId, givenAt}) => ({
          ...{Number: id, Given: givenAt, To: authority, Basis: basis, What: given, Order: orderId},
        }))
        line.printTable(json ? found : table, {json, none: 'Nothing was ever given.'})
      }),
    )
  program
    .command('retention')
    .description('What is kept no longer')
    .command('run')
    .description('Delete it now instead of within the hour')
    .option('--dry-run', 'only count', false)
    .option('--json', 'for programs', false)
    .action(({dryRun, json}: Json & {dryRun: boolean}) =>
      line.withCommerce(async (commerce) => {
        const lines = await runRetention(commerce, {dryRun})
        const head = dryRun ? 'Due' : 'Deleted'
        const table = lines.map(({what, days, rows}) => ({What: what, Days: days, [head]: rows}))
        line.printTable(json ? lines : table, {json, none: ''})
      }),
    )
  program
    .command('audit')
    .description('The log of who looked at, changed or erased what is confidential')
    .command('verify')
    .description('Check that no row was changed, removed or slipped in')
    .option('--head <hash>', 'a hash that an earlier check ended with')
    .action(({head}: {head?: string}) =>
      line.withCommerce(async ({db}) => {
        const verdict = await verifyAudit(db, head)
        if (verdict.ok)
          return line.say(
            `${verdict.rows} rows, all as they were written. Keep this: ${verdict.head ?? 'none yet'}`,
          )
        throw new CommandFailure(
          verdict.reason === 'broken-at'
            ? `Row ${verdict.id} is not what was written, or rows before it are gone.`
            : 'No row has this hash: rows were cut off the end, or another database is meant.',
        )
      }),
    )
}

function readDay(text: string): Date {
  const day = z.iso.date().safeParse(text)
  if (!day.success) throw new InvalidArgumentError('A day such as 2026-01-31.')
  return new Date(`${day.data}T00:00:00Z`)
}
