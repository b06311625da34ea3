import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {sql} from 'drizzle-orm'
import {expect, test} from 'playwright/test'
import {z} from 'zod'
import {keyring} from '#lib/crypto.ts'
import type {Database} from '#lib/db/database.ts'
import {showServiceData} from '#lib/setup/service-data.ts'
import {stackBuild, stackFolder} from '#tests/support/services.ts'
import {buyPaidOrder, runningShop} from '#tests/support/shop/running-shop.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const CREDENTIAL = `canary-${crypto.randomUUID()}`
/** A valid number that no other test, page or package names. */
const CARD = '4000001240000000'

/** The forms in which a text may lie in a file or a column. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text)
  // Within a longer base64 text a part begins at any of three places.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  return [
    text,
    bytes.toString('hex'),
    encodeURIComponent(text),
    Buffer.from(text, 'utf16le').toString('latin1'),
    ...base64,
  ]
}

/** The ways in which people write a card number. */
const WRITTEN = [
  CARD,
  ...[' ', '-', '/', ',', ':', '*', ')(', '    '].map((gap) => CARD.match(/\d{4}/g)?.join(gap) ?? ''),
  '٤٠٠٠ ٠٠١٢ ٤٠٠٠ ٠٠٠٠',
  `${CARD}1234`,
]

const FORMS = [CREDENTIAL, ...WRITTEN].flatMap(formsOf)

const found = (text: string) => FORMS.filter((form) => text.includes(form))

/** Every row of every table as text, by table. */
async function dumpOf(db: Database): Promise<Map<string, string>> {
  const {rows} = await db.execute(
    sql`select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const tables = z.array(z.object({schemaname: z.string(), tablename: z.string()})).parse(rows)
  const dump = new Map<string, string>()
  for (const {schemaname, tablename} of tables) {
    const table = sql`${sql.identifier(schemaname)}.${sql.identifier(tablename)}`
    const result = await db.execute(sql`select row_to_json(t)::text as row from ${table} t`)
    dump.set(tablename, JSON.stringify(result.rows))
  }
  return dump
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

/**
 * The files that hold either canary. Between one and the next, connections that a service closed meanwhile are noticed.
 * Some are gone again before they are read.
 */
async function guiltyOf(paths: string[]): Promise<string[]> {
  const guilty: string[] = []
  for (const path of paths) {
    if (existsSync(path) && found(await readFile(path, 'latin1')).length > 0) guilty.push(path)
  }
  return guilty
}

test('a credential and a card number that a client types are found nowhere', async ({page}) => {
  const shop = runningShop()
  const {order, setupUrl} = await buyPaidOrder(shop)

  await test.step('the client types both', async () => {
    await page.goto(setupUrl)
    await page.getByRole('button', {name: 'Open the form'}).click()
    await page.getByLabel('Another calendar').check()
    await page.getByLabel('App password').fill(CREDENTIAL)
    await page.getByLabel('Anything else (optional)').fill('My card is 4000 0012 4000 0000')
    await page.getByLabel('Towns, ZIP codes or distance').fill(CARD)
    await page.getByLabel('Website').fill(`https://pipes.example/${CARD}`)
    await page.getByRole('button', {name: 'Send the form'}).click()
    await expect(page.getByRole('alert')).toContainText('This looks like a card number')
    for (const card of WRITTEN) {
      await page.getByLabel('What should the assistant ask?').fill(`Charge it to ${card} please`)
      const save = page.getByRole('button', {name: 'Save “Questions for every lead”'})
      await Promise.all([page.waitForEvent('domcontentloaded'), save.click()])
      await expect(page.getByRole('alert')).toContainText('This looks like a card number')
    }
  })

  await test.step('the credential was kept, so that there is something to look for', async () => {
    const keys = /^SERVICE_DATA_KEYS=(.+)$/m.exec(readFileSync(join(stackFolder(), 'env'), 'utf8'))?.[1] ?? ''
    const ring = keyring(keys)
    if (!ring.ok) throw new Error(ring.problem)
    const data = await showServiceData({db: shop.db, keys: ring.keyring}, order.id, 'test')
    expect(data?.get('calendar_credential')).toBe(CREDENTIAL)
    expect([...(data?.values() ?? [])].join()).not.toMatch(/4000.?0012/)
  })

  await test.step('no table of the database holds either', async () => {
    const dump = await dumpOf(shop.db)
    expect([...dump.keys()]).toEqual(expect.arrayContaining(['orders', 'service_fields', 'outbox']))
    expect([...dump].filter(([, rows]) => found(rows).length > 0).map(([table]) => table)).toEqual([])
  })

  await test.step('no file of a store, no log and no build holds either', async () => {
    const builds = ['.next', '.next-test', stackBuild()]
      .map((name) => join(ROOT, name))
      .filter((path) => existsSync(path))
    const files = [join(stackFolder(), 'data'), join(stackFolder(), 'logs'), ...builds].flatMap(filesBelow)
    expect(files.length).toBeGreaterThan(100)
    expect(await guiltyOf(files)).toEqual([])
  })

  await test.step('no mail holds either', async () => {
    for (const {id} of await shop.inbox.list()) {
      const {text, html} = await shop.inbox.read(id)
      expect(found(`${text}${html}`)).toEqual([])
    }
  })
  await shop.close()
})
