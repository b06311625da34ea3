import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {and, between, eq, sql} from 'drizzle-orm'
import {z} from 'zod'
import type {Database, Executor} from './db/database.ts'
import {dailyVisits, orders} from './db/schema.ts'

/**
 * Visits, counted from the access log without cookies, ids or addresses: how often each page was read on a day, and how
 * many went on from the prices to the checkout and paid. Sums outlive the log that they were counted from.
 */

/** What counting reads of a line of the access log, whose other fields it never looks at. */
const visitLine = z.object({
  time: z.iso.datetime(),
  browser: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
})

const LOG_FILE = /^access(?:-.+)?\.(?:jsonl|log)$/

/** The page that prices stand on. */
const PRICES = '/pricing'
/** Where the button of a checkout page leads, on the way to Stripe. */
const PAY_BUTTON = '/api/checkout'
const THANKS = '/checkout/thanks'

/** Programs that say who they are, and those that say nothing. Others cannot be told from people, and are counted. */
const PROGRAMS: ReadonlySet<string> = new Set(['Robot', 'none'])

/** Addresses that are no page for visitors. What the log masks, `*`, is for one person alone. */
const NO_PAGE =
  /^\/(?:_next|api|block-thumbnails|blocks|cards|fonts|markdown|media|setup|studio)(?:\/|$)|\.[a-z0-9]+$|\*/

/** 304: the reader had the page already and looked at it again. */
const READ: ReadonlySet<number> = new Set([200, 304])

/** Rows of one statement. Postgres takes 65,535 parameters. */
const ROWS_AT_ONCE = 1_000

/** What was counted in a file: views by path, by day. */
type Sums = Map<string, Map<string, number>>

/** The address that a line of the log counts for; nothing for what is no visit, such as a picture or a robot. */
export function visitedPath(line: z.infer<typeof visitLine>): string | undefined {
  const {browser, method, status} = line
  if (PROGRAMS.has(browser)) return undefined
  const path = line.path.length > 1 ? line.path.replace(/\/+$/, '') || '/' : line.path
  if (method === 'POST' && path === PAY_BUTTON && status === 303) return PAY_BUTTON
  return method === 'GET' && READ.has(status) && path.startsWith('/') && !NO_PAGE.test(path)
    ? path
    : undefined
}

/** Files that this process counted, with the size that they had then. */
const counted = new Map<string, number>()

/**
 * Counts every file of the access log in a folder that grew since this process last did. A file's sums replace those that
 * were counted of it before, so that counting is safe to repeat, by any number of processes.
 *
 * @returns the names of the files that were counted
 */
export async function countVisits(db: Database, folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => LOG_FILE.test(name)).sort()
  const done: string[] = []
  for (const name of names) {
    const path = join(folder, name)
    const {size} = await stat(path)
    if (counted.get(path) === size) continue
    await countFile(db, path)
    counted.set(path, size)
    done.push(name)
  }
  return done
}

/**
 * Counts one file in the format of the access log, such as that of a proxy which answers for the site.
 *
 * @returns how many visits it holds
 */
export async function countFile(db: Database, path: string): Promise<number> {
  const {source, sums} = await readSums(path)
  if (source === undefined) return 0
  const rows = [...sums].flatMap(([day, paths]) =>
    [...paths].map(([visited, views]) => ({day, source, path: visited, views})),
  )
  await db.transaction(async (transaction) => {
    await transaction.delete(dailyVisits).where(eq(dailyVisits.source, source))
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
      await transaction
        .insert(dailyVisits)
        .values(rows.slice(at, at + ROWS_AT_ONCE))
        // Two processes may count one file at once: what the later one saw holds.
        .onConflictDoUpdate({
          target: [dailyVisits.day, dailyVisits.source, dailyVisits.path],
          set: {views: sql`excluded.views`},
        })
  })
  return rows.reduce((sum, {views}) => sum + views, 0)
}

/** Counts a file's lines. Its first line, which stays as the file grows, names it. */
async function readSums(path: string): Promise<{source: string | undefined; sums: Sums}> {
  const sums: Sums = new Map()
  let source: string | undefined
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    source ??= createHash('sha256').update(text).digest('hex').slice(0, 16)
    const line = readLine(text)
    const visited = line && visitedPath(line)
    if (!visited) continue
    const day = line.time.slice(0, 10)
    const paths = sums.get(day) ?? new Map<string, number>()
    paths.set(visited, (paths.get(visited) ?? 0) + 1)
    sums.set(day, paths)
  }
  return {source, sums}
}

/** A line that is whole; the last one may be written just now. */
function readLine(text: string): z.infer<typeof visitLine> | undefined {
  try {
    return visitLine.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The visits of a day. */
export type VisitsOfDay = {
  /** ISO date, by UTC. */
  day: string
  /** Pages that were read, all together. */
  views: number
  /** Each page that was read, the most read first. */
  pages: {path: string; views: number}[]
  /** How often prices were read, a checkout page was read, its button was pressed; and how many orders were paid. */
  way: {prices: number; checkout: number; toPayment: number; paid: number}
}

/**
 * The visits of each day from `from` to `to`, both included, oldest first; days without any among them.
 *
 * @param from ISO date
 * @param to ISO date
 * @param livemode counts what was paid with live money; else with test money
 */
export async function readVisits(
  db: Executor,
  {from, to, livemode}: {from: string; to: string; livemode: boolean},
): Promise<VisitsOfDay[]> {
  const sums = await db
    .select({
      day: dailyVisits.day,
      path: dailyVisits.path,
      views: sql<number>`sum(${dailyVisits.views})`.mapWith(Number),
    })
    .from(dailyVisits)
    .where(between(dailyVisits.day, from, to))
    .groupBy(dailyVisits.day, dailyVisits.path)
  const paidDay = sql<string>`to_char(${orders.paidAt} at time zone 'UTC', 'YYYY-MM-DD')`
  const paid = await db
    .select({day: paidDay, count: sql<number>`count(*)`.mapWith(Number)})
    .from(orders)
    .where(
      and(
        eq(orders.livemode, livemode),
        sql`${orders.paidAt} >= ${from}::date`,
        sql`${orders.paidAt} < ${to}::date + 1`,
      ),
    )
    .groupBy(paidDay)
  const paidOn = new Map(paid.map(({day, count}) => [day, count]))
  return daysBetween(from, to).map((day) => {
    const ofDay = sums.filter((row) => row.day === day)
    const pages = ofDay
      .filter(({path}) => path !== PAY_BUTTON)
      .map(({path, views}) => ({path, views}))
      .sort((one, other) => other.views - one.views || one.path.localeCompare(other.path))
    const viewsOf = (isMeant: (path: string) => boolean) => sum(ofDay.filter(({path}) => isMeant(path)))
    return {
      day,
      views: sum(pages),
      pages,
      way: {
        prices: viewsOf((path) => path === PRICES),
        checkout: viewsOf((path) => path.startsWith('/checkout/') && path !== THANKS),
        toPayment: viewsOf((path) => path === PAY_BUTTON),
        paid: paidOn.get(day) ?? 0,
      },
    }
  })
}

const sum = (rows: readonly {views: number}[]) => rows.reduce((total, {views}) => total + views, 0)

const DAY_MS = 24 * 60 * 60 * 1000

function daysBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const days = Math.max(0, Math.round((last - first) / DAY_MS) + 1)
  return Array.from({length: days}, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10))
}
