import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type SQL, sql} from 'drizzle-orm'
import {readMigrationFiles} from 'drizzle-orm/migrator'
import {z} from 'zod'
import {connectDatabase, migrate, type Transaction} from '#lib/db/database.ts'
import type {AddEntry, BackupFacts} from './archive.ts'

// Rows travel as JSON that Postgres itself writes and reads (`row_to_json`, `json_populate_recordset`), so no value is changed on the way.

const FOLDER = 'postgres'
const ROWS_AT_ONCE = 1_000

/** A backup that does not fit where it is to be restored, in a sentence for the owner. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused'
}

/** Adds every row of every table, all as they were at one moment. Tables come after those that they refer to. */
export async function backUpDatabase(url: string, add: AddEntry): Promise<BackupFacts['database']> {
  return inTransaction(url, 'repeatable read', async (transaction) => {
    const tables: Record<string, number> = {}
    for (const {name, key} of await tablesOf(transaction))
      tables[name] = await addTable(transaction, name, key, add)
    return {
      migrations: await appliedMigrations(transaction),
      tables,
      sequences: await sequencesOf(transaction),
      keyIds: await keyIdsOf(transaction),
    }
  })
}

/** Whether nothing is in the way of a restore. Throws RestoreRefused with the reason when something is. */
export async function checkTarget(url: string, {migrations}: BackupFacts['database']): Promise<void> {
  requireKnownSchema(migrations)
  await inTransaction(url, 'read committed', requireEmpty)
}

/**
 * Puts the rows of a backup into an empty database: all of them, or none. The tables are made as they were at the time of the backup and
 * then brought up to date, so that an older backup fits as well.
 *
 * @param entries calls back with every entry of the archive
 * @throws RestoreRefused when the database is not empty, or the backup is of a newer version of the site
 */
export async function restoreDatabase(
  url: string,
  facts: BackupFacts['database'],
  entries: (visit: AddEntry) => Promise<unknown>,
): Promise<void> {
  requireKnownSchema(facts.migrations)
  await inTransaction(url, 'read committed', requireEmpty)
  await migrateAsFarAs(url, facts.migrations.length)
  await inTransaction(url, 'read committed', async (transaction) => {
    // A site that was started meanwhile waits, and finds what was restored.
    for (const {name} of await tablesOf(transaction))
      await transaction.execute(sql`lock table ${sql.identifier(name)} in share row exclusive mode`)
    await requireEmpty(transaction)
    await entries(async (name, bytes) => {
      const table = tableOfEntry(name)
      if (table !== undefined) await insertRows(transaction, table, Buffer.from(bytes).toString('utf8'))
    })
    for (const [name, last] of Object.entries(facts.sequences))
      await transaction.execute(sql`select setval(${`"${name}"`}::regclass, ${last}::bigint)`)
  })
  await migrate(url)
}

/** Runs work in one transaction, on a connection that may take as long as it needs. */
async function inTransaction<Result>(
  url: string,
  isolationLevel: 'repeatable read' | 'read committed',
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const {db, close} = connectDatabase(url, {max: 1, answerWithinMs: 0})
  try {
    return await db.transaction(
      async (transaction) => {
        await transaction.execute(
          sql`select set_config('bytea_output', 'hex', true), set_config('timezone', 'UTC', true)`,
        )
        return work(transaction)
      },
      {isolationLevel},
    )
  } finally {
    await close()
  }
}

async function rowsOf<Row extends z.ZodType>(
  transaction: Transaction,
  query: SQL,
  row: Row,
): Promise<z.infer<Row>[]> {
  return z.array(row).parse((await transaction.execute(query)).rows)
}

type Table = {name: string; key: string[]}

/** Every table of the site with the columns of its primary key. Each comes after those that it refers to. */
async function tablesOf(transaction: Transaction): Promise<Table[]> {
  const tables = await rowsOf(
    transaction,
    sql`select c.relname as name, coalesce((
          select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
          join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
          where i.indrelid = c.oid and i.indisprimary), '[]'::json) as key
        from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`,
    z.object({name: z.string(), key: z.array(z.string())}),
  )
  const references = await rowsOf(
    transaction,
    sql`select a.relname as "from", b.relname as "to" from pg_constraint
        join pg_class a on a.oid = conrelid join pg_class b on b.oid = confrelid where contype = 'f'`,
    z.object({from: z.string(), to: z.string()}),
  )
  const ordered = new Set<string>()
  const visit = (name: string) => {
    if (ordered.has(name)) return
    for (const {from, to} of references) if (from === name && to !== name) visit(to)
    ordered.add(name)
  }
  for (const {name} of tables) visit(name)
  return [...ordered].flatMap((name) => tables.filter((table) => table.name === name))
}

/** Returns how many rows it has. */
async function addTable(
  transaction: Transaction,
  name: string,
  key: readonly string[],
  add: AddEntry,
): Promise<number> {
  const order =
    key.length === 0
      ? sql``
      : sql` order by ${sql.join(
          key.map((column) => sql.identifier(column)),
          sql`, `,
        )}`
  await transaction.execute(
    sql`declare backup_rows no scroll cursor for select row_to_json(t)::text as line from (select * from ${sql.identifier(name)}${order}) t`,
  )
  let count = 0
  for (let part = 1; ; part += 1) {
    const lines = await rowsOf(
      transaction,
      sql.raw(`fetch ${ROWS_AT_ONCE} from backup_rows`),
      z.object({line: z.string()}),
    )
    if (lines.length > 0) {
      const text = lines.map(({line}) => `${line}\n`).join('')
      await add(`${FOLDER}/${name}/${String(part).padStart(6, '0')}.ndjson`, Buffer.from(text))
    }
    count += lines.length
    if (lines.length < ROWS_AT_ONCE) break
  }
  await transaction.execute(sql`close backup_rows`)
  return count
}

const tableOfEntry = (name: string) => /^postgres\/([^/]+)\/\d+\.ndjson$/.exec(name)?.[1]

async function insertRows(transaction: Transaction, name: string, lines: string): Promise<void> {
  const rows = `[${lines.trimEnd().replaceAll('\n', ',')}]`
  const table = sql.identifier(name)
  await transaction.execute(
    sql`insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, ${rows}::json)`,
  )
}

async function sequencesOf(transaction: Transaction): Promise<Record<string, string>> {
  const found = await rowsOf(
    transaction,
    sql`select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public' and last_value is not null`,
    z.object({name: z.string(), last: z.string()}),
  )
  return Object.fromEntries(found.map(({name, last}) => [name, last]))
}

/** Of the keys with which sealed values and keyed hashes were made. */
async function keyIdsOf(transaction: Transaction): Promise<string[]> {
  const columns = await rowsOf(
    transaction,
    sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'key_id'`,
    z.object({name: z.string()}),
  )
  const ids = new Set<string>()
  for (const {name} of columns) {
    const query = sql`select distinct key_id as id from ${sql.identifier(name)} where key_id is not null`
    for (const {id} of await rowsOf(transaction, query, z.object({id: z.string()}))) ids.add(id)
  }
  return [...ids].sort()
}

async function appliedMigrations(transaction: Transaction): Promise<string[]> {
  const found = await rowsOf(
    transaction,
    sql`select hash from drizzle.__drizzle_migrations order by created_at`,
    z.object({hash: z.string()}),
  )
  return found.map(({hash}) => hash)
}

async function requireEmpty(transaction: Transaction): Promise<void> {
  const filled: string[] = []
  for (const {name} of await tablesOf(transaction)) {
    const [found] = (await transaction.execute(sql`select 1 from ${sql.identifier(name)} limit 1`)).rows
    if (found !== undefined) filled.push(name)
  }
  if (filled.length > 0)
    throw new RestoreRefused(
      `The database is not empty (${filled.join(', ')}), and nothing of it is overwritten. Make an empty one, name it in DATABASE_URL, and keep the site stopped until the restore is done.`,
    )
}

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'lib', 'db', 'migrations')

function requireKnownSchema(migrations: readonly string[]): void {
  const known = readMigrationFiles({migrationsFolder: MIGRATIONS})
  if (migrations.length === 0 || migrations.some((hash, index) => known[index]?.hash !== hash))
    throw new RestoreRefused(
      'The backup was made by a newer version of the site, whose tables this one does not know. Take the version of the site that made it, or a newer one.',
    )
}

const journalSchema = z.looseObject({entries: z.array(z.looseObject({tag: z.string()}))})

/** Makes the tables as the first `count` migrations do. */
async function migrateAsFarAs(url: string, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'))
  try {
    const journal = journalSchema.parse(
      JSON.parse(await readFile(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')),
    )
    const entries = journal.entries.slice(0, count)
    await mkdir(join(folder, 'meta'))
    await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({...journal, entries}))
    for (const {tag} of entries) await cp(join(MIGRATIONS, `${tag}.sql`), join(folder, `${tag}.sql`))
    await migrate(url, folder)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}
