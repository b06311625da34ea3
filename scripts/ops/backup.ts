import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises'
import {isAbsolute, join, relative, resolve} from 'node:path'
import {createClient, type SanityClient} from '@sanity/client'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {type Command, InvalidArgumentError, Option} from 'commander'
import {z} from 'zod'
import {keyring} from '#lib/crypto.ts'
import {
  advanceRequests,
  eraseAgain,
  listErasures,
  type RememberedErasure,
} from '#lib/personal-data/carry-out.ts'
import {type Manifest, readArchive, sealText, writeArchive} from '../backup/archive.ts'
import {backUpDatabase, checkTarget, restoreDatabase} from '../backup/database.ts'
import {backUpDataset, requireEmptyDataset, restoreDataset} from '../backup/dataset.ts'
import {actor, CommandFailure, type CommandLine, type Surroundings} from './command-line.ts'
import {erasuresFile} from './people.ts'

type Variables = Surroundings['env']

/** `ops backup …`: copies of everything that cannot be made again, and the way back. */
export function addBackupCommands(program: Command, line: CommandLine, env: Variables): void {
  const backup = program
    .command('backup')
    .description(
      'Write an encrypted copy of database, dataset and pictures into BACKUP_DIR, and delete old ones',
    )
    .option('--every <hours>', 'only when the newest copy is older than so many hours', readHours)
    .addHelpText(
      'after',
      '\nNeeds BACKUP_DIR and BACKUP_RECIPIENTS. Names in `erasures.json` beside the copies, as keyed hashes, who was erased so far.',
    )
    .action(({every}: {every?: number}) => backUp(line, env, every))
  backup
    .command('new-key')
    .description('Make the key that opens backups: a file for you, and its public part for BACKUP_RECIPIENTS')
    .requiredOption('--out <file>', 'where to, outside of this folder')
    .action(({out}: {out: string}) => makeKey(line, out))
  backup
    .command('verify')
    .description('Read a backup from beginning to end, and compare every part of it with its hash')
    .argument('[file]', 'the newest in BACKUP_DIR unless you name one')
    .requiredOption('--identity <file>', 'the file with the private key')
    .action(async (file: string | undefined, {identity}: {identity: string}) => {
      const chosen = file ?? (await newest(folderOf(env)))
      const manifest = await readArchive(chosen, await readIdentity(identity))
      line.say(`${chosen} is whole.`)
      line.printFields(fieldsOf(manifest))
    })
  backup
    .command('restore')
    .description(
      'Put a backup into an empty database and an empty dataset, and erase again who was erased since',
    )
    .argument('<file>', 'the backup')
    .requiredOption('--identity <file>', 'the file with the private key')
    .addOption(new Option('--only <part>', 'only that part').choices(['database', 'dataset']))
    .option(
      '--erasures <file>',
      'the newest list of erased people; `erasures.json` beside the backup if it is there',
    )
    .option('--without-keys', 'though keys are lost with which data were sealed', false)
    .option('--yes', 'do not ask', false)
    .action((file: string, options: RestoreOptions) => restore(line, env, file, options))
  backup
    .command('keys')
    .description('Write SERVICE_DATA_KEYS, encrypted, to be kept apart from the backups')
    .requiredOption('--out <file>', 'where to, outside of BACKUP_DIR and of this folder; it ends with .age')
    .action(({out}: {out: string}) => backUpKeys(line, env, out))
}

// Making

const NAME = /^backup-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2}Z)\.tar\.gz\.age$/
const LEFT_UNFINISHED = /^\.backup-.*\.unfinished\.age$/
const ERASURES = 'erasures.json'
const USUAL_DAYS = 30
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

async function backUp(line: CommandLine, env: Variables, every: number | undefined): Promise<void> {
  const folder = folderOf(env)
  const recipients = recipientsOf(env)
  const days = z.coerce
    .number()
    .int()
    .min(1)
    .safeParse(env.BACKUP_KEEP_DAYS || USUAL_DAYS)
  if (!days.success)
    throw new CommandFailure('BACKUP_KEEP_DAYS must be a whole number of days, for example 30.')
  const client = clientOf(env, 'SANITY_READ_TOKEN')
  await mkdir(folder, {recursive: true, mode: 0o700})
  await line.withCommerce(async ({db}) => keepErasures(folder, await listErasures(db)))

  const now = new Date()
  const [last] = (await backupsIn(folder)).toReversed()
  if (every !== undefined && last && now.getTime() - last.at.getTime() < every * HOUR_MS)
    return line.say(
      `The newest backup is of ${last.at.toISOString()}. The list of erased people is up to date.`,
    )
  const file = join(folder, `backup-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar.gz.age`)
  const manifest = await writeArchive(file, recipients, async (add) => ({
    madeAt: now.toISOString(),
    site: env.SITE_URL ?? '',
    database: await backUpDatabase(env.DATABASE_URL ?? '', add),
    dataset: await backUpDataset(client, add),
  }))
  line.say(`${file} is written (${megabytes((await stat(file)).size)}).`)
  line.printFields(fieldsOf(manifest))
  const old = await deleteOld(folder, new Date(now.getTime() - days.data * DAY_MS))
  if (old.length > 0) line.say(`Deleted ${old.join(', ')}.`)
}

/** Adds to the list beside the backups. What is in it stays, though the database was restored from an older backup meanwhile. */
async function keepErasures(folder: string, found: readonly RememberedErasure[]): Promise<void> {
  const file = join(folder, ERASURES)
  const all = new Map<string, RememberedErasure>()
  for (const erasure of [...(await readErasures(file)), ...found]) {
    const known = all.get(erasure.emailHash)
    if (known === undefined || known.erasedAt < erasure.erasedAt) all.set(erasure.emailHash, erasure)
  }
  await writeFile(`${file}.new`, `${JSON.stringify([...all.values()], null, 1)}\n`, {mode: 0o600})
  await rename(`${file}.new`, file)
}

async function backupsIn(folder: string): Promise<{file: string; name: string; at: Date}[]> {
  const found = (await readdir(folder)).sort().flatMap((name) => {
    const [, hour, minute, second] = NAME.exec(name) ?? []
    return hour === undefined
      ? []
      : [{file: join(folder, name), name, at: new Date(`${hour}:${minute}:${second}`)}]
  })
  return found
}

/** Deletes backups of before a moment, and what broken-off ones left. The newest one stays in any case. */
async function deleteOld(folder: string, before: Date): Promise<string[]> {
  const old = (await backupsIn(folder)).slice(0, -1).filter(({at}) => at < before)
  for (const {file} of old) await rm(file)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (LEFT_UNFINISHED.test(name) && (await stat(path)).mtimeMs < Date.now() - DAY_MS) await rm(path)
  }
  return old.map(({name}) => name)
}

async function newest(folder: string): Promise<string> {
  const last = (await backupsIn(folder)).at(-1)
  if (last === undefined) throw new CommandFailure(`There is no backup in ${folder}.`)
  return last.file
}

// Keys

async function makeKey(line: CommandLine, out: string): Promise<void> {
  requireOutside(out, process.cwd(), 'this folder, where a commit or an image could take it along')
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const text = `# Opens backups of the site. Keep it where the site and its backups are not, twice.\n# public key: ${recipient}\n${identity}\n`
  await writeFile(out, text, {mode: 0o600, flag: 'wx'})
  line.say(`${out} is written. Keep it where neither the site nor its backups are, and a copy of it.`)
  line.say(`BACKUP_RECIPIENTS=${recipient}`)
}

async function backUpKeys(line: CommandLine, env: Variables, out: string): Promise<void> {
  const {SERVICE_DATA_KEYS: keys = ''} = env
  const read = keyring(keys)
  if (!read.ok) throw new CommandFailure(`SERVICE_DATA_KEYS ${read.problem}.`)
  requireOutside(out, process.cwd(), 'this folder, where a commit or an image could take it along')
  requireOutside(out, folderOf(env), 'BACKUP_DIR: who finds the backups must not find the keys')
  if (!out.endsWith('.age')) throw new CommandFailure('The name of the file must end with .age.')
  const sealed = await sealText(`SERVICE_DATA_KEYS=${keys}\n`, recipientsOf(env))
  await writeFile(out, sealed, {mode: 0o600, flag: 'wx'})
  line.say(`${out} is written, with the keys ${[...read.keyring.keys.keys()].join(', ')}.`)
  line.say('Keep it apart from the backups. `age --decrypt --identity KEY FILE` opens it.')
}

function requireOutside(path: string, folder: string, what: string): void {
  const way = relative(folder, resolve(path))
  if (way === '' || !(way.startsWith('..') || isAbsolute(way)))
    throw new CommandFailure(`${path} must lie outside of ${what}.`)
}

async function readIdentity(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(`The file of the key, ${file}, cannot be read.`)
  })
}

// Restoring

type RestoreOptions = {
  identity: string
  only?: 'database' | 'dataset'
  erasures?: string
  withoutKeys: boolean
  yes: boolean
}

async function restore(
  line: CommandLine,
  env: Variables,
  file: string,
  options: RestoreOptions,
): Promise<void> {
  const {only, withoutKeys, yes} = options
  const identity = await readIdentity(options.identity)
  const manifest = await readArchive(file, identity)
  const {database, dataset} = manifest
  const url = env.DATABASE_URL ?? ''
  // Who restores the database alone needs no token.
  const client = only === 'database' ? undefined : clientOf(env, 'SANITY_WRITE_TOKEN')
  if (only !== 'dataset') {
    if (!withoutKeys) requireKeys(env, database.keyIds)
    await checkTarget(url, database)
  }
  if (client) await requireEmptyDataset(client)
  line.printFields(fieldsOf(manifest))
  const parts = only ?? 'database and dataset'
  const into = [only !== 'dataset' && 'DATABASE_URL', client && `the dataset ${client.config().dataset}`]
  await line.confirm(`Put its ${parts} into ${into.filter(Boolean).join(' and ')}?`, yes)
  const entries = (visit: Parameters<typeof readArchive>[2]) => readArchive(file, identity, visit)

  if (only !== 'dataset') {
    await restoreDatabase(url, database, entries)
    line.say('The database is restored.')
    const remembered = await readErasures(
      options.erasures ?? join(file, '..', ERASURES),
      options.erasures !== undefined,
    )
    await line.withCommerce(async (commerce) => {
      const begun = await eraseAgain(commerce, actor(), remembered)
      await advanceRequests(commerce)
      line.say(`${begun.length} people who were erased since are erased again.`)
    })
  }
  if (client) {
    await restoreDataset(client, entries).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new CommandFailure(
        `The dataset is restored in part alone (${why}). Delete it, make it again, and restore it with --only dataset.`,
      )
    })
    line.say(`The dataset is restored: ${dataset.documents} documents, ${dataset.assets} pictures and files.`)
  }
  line.say('Build the site, start it, and run `npm run ops -- reconcile`: Stripe knows what happened since.')
}

function requireKeys(env: Variables, keyIds: readonly string[]): void {
  const read = keyring(env.SERVICE_DATA_KEYS ?? '')
  if (!read.ok) throw new CommandFailure(`SERVICE_DATA_KEYS ${read.problem}.`)
  const missing = keyIds.filter((id) => !read.keyring.keys.has(id))
  if (missing.length > 0)
    throw new CommandFailure(
      `SERVICE_DATA_KEYS lacks the keys ${missing.join(', ')}, with which data of this backup were sealed. Add them; without them, set-up details cannot be read and people who were erased are not known again. If they are lost for good, add --without-keys.`,
    )
}

async function readErasures(file: string, isNeeded = false): Promise<RememberedErasure[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) {
    if (isNeeded) throw new CommandFailure(`There is no file ${file}.`)
    return []
  }
  return erasuresFile.parse(JSON.parse(text))
}

// Settings

function folderOf({BACKUP_DIR: folder}: Variables): string {
  if (!folder)
    throw new CommandFailure('BACKUP_DIR is not set: the folder of backups, such as /var/backups/site.')
  requireOutside(folder, process.cwd(), 'this folder, where a commit or an image could take it along')
  return resolve(folder)
}

function recipientsOf({BACKUP_RECIPIENTS: given = ''}: Variables): string[] {
  const recipients = given.split(',').flatMap((entry) => entry.trim() || [])
  const isKey = (text: string) => /^age1[a-z0-9]+$/.test(text)
  if (recipients.length === 0 || !recipients.every(isKey))
    throw new CommandFailure(
      'BACKUP_RECIPIENTS must be public keys of age, separated by commas: age1…. Make one with `npm run ops -- backup new-key --out FILE`.',
    )
  return recipients
}

const unset = (value: unknown) => (value === '' ? undefined : value)

const lakeVariables = z.object({
  SANITY_PROJECT_ID: z.string().regex(/^[a-z0-9-]+$/),
  SANITY_DATASET: z.string().min(1),
  SANITY_API_HOST: z.preprocess(unset, z.url().optional()),
  token: z.string().min(1),
})

const QUERY_TIMEOUT_MS = 60_000

/** A client that sees drafts and published documents alike. */
function clientOf(env: Variables, token: 'SANITY_READ_TOKEN' | 'SANITY_WRITE_TOKEN'): SanityClient {
  const read = lakeVariables.safeParse({...env, token: env[token]})
  if (!read.success) {
    const names = read.error.issues.map(({path}) => (path[0] === 'token' ? token : String(path[0])))
    throw new CommandFailure(`Missing or not usable: ${[...new Set(names)].join(', ')}. See .env.example.`)
  }
  const {SANITY_PROJECT_ID: projectId, SANITY_DATASET: dataset, SANITY_API_HOST: apiHost} = read.data
  return createClient({
    ...{
      projectId,
      dataset,
      token: read.data.token,
      apiVersion: '2026-01-01',
      perspective: 'raw',
      useCdn: false,
    },
    timeout: QUERY_TIMEOUT_MS,
    ...(apiHost && {apiHost, useProjectHostname: false}),
  })
}

function fieldsOf({madeAt, site, database: {tables, keyIds}, dataset}: Manifest) {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  return {
    Made: new Date(madeAt),
    Site: site,
    Database: `${rows} rows in ${Object.keys(tables).length} tables`,
    Dataset: `${dataset.documents} documents, ${dataset.assets} pictures and files (${dataset.name})`,
    'Keys that it needs': keyIds.join(', ') || 'none',
  }
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

function readHours(text: string): number {
  const hours = Number(text)
  if (!Number.isInteger(hours) || hours < 1 || hours > 24 * 31)
    throw new InvalidArgumentError('A whole number of hours, 1 or more.')
  return hours
}
