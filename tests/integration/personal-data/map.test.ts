import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {getTableColumns} from 'drizzle-orm'
import {expect, test} from 'vitest'
import {EMPTY_CONTACT} from '#lib/personal-data/erase.ts'
import {
  MAPPED_TABLES,
  OTHER_PLACES,
  STRIPE_CALLS_WITHOUT_PERSON,
  STRIPE_PLACES,
} from '#lib/personal-data/map.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

const sources = readdirSync(join(ROOT, 'lib'), {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(ROOT, 'lib', name), 'utf8'))

// That no column is missing is said by the compiler; this says that none is there twice or gone.
test.each(MAPPED_TABLES.map((mapped) => [mapped.name, mapped] as const))(
  'the map has every column of %s, and no other',
  (_name, {table, columns}) => {
    expect(Object.keys(columns).sort()).toEqual(Object.keys(getTableColumns(table)).sort())
  },
)

test('every call to Stripe is in the map, as one about a person or as one about nobody', () => {
  const called = sources.flatMap((source) =>
    [...source.matchAll(/(?<!exported\.)\bstripe\s*\.((?:[a-z]\w+\.)*[a-z]\w+)\(/g)].map(
      ([, call = '']) => call,
    ),
  )
  const known = new Set<string>([
    ...STRIPE_PLACES.flatMap(({calls}) => calls),
    ...STRIPE_CALLS_WITHOUT_PERSON,
  ])
  expect(called.length).toBeGreaterThan(15)
  const unknown = [...new Set(called)].filter((call) => !known.has(call) && !call.endsWith('.map'))
  expect(unknown).toEqual([])
})

test('what the access log writes is what the map says of it', () => {
  const log = readFileSync(join(ROOT, 'packages/document-server/log/access-log.ts'), 'utf8')
  const schema = /accessLine = z\.strictObject\(\{([\s\S]*?)\n\}\)/.exec(log)?.[1] ?? ''
  const fields = [...schema.matchAll(/^ {2}(\w+):/gm)].map(([, field = '']) => field)
  expect(fields).toEqual(['time', 'ip', 'browser', 'method', 'path', 'status', 'bytes', 'ms', 'id'])
  const {holds} = OTHER_PLACES.find(({name}) => name === 'Access log') ?? {holds: ''}
  expect(holds.split(', ')).toHaveLength(fields.length)
})

test('erasing empties every personal column of the contact details', () => {
  const contacts = MAPPED_TABLES.find(({name}) => name === 'customerContacts')
  const personal = Object.entries(contacts?.columns ?? {}).filter(([, {is}]) => is === 'personal')
  expect(Object.keys(EMPTY_CONTACT).sort()).toEqual(personal.map(([column]) => column).sort())
})

test('a table with personal columns is found by something, and says how it is erased', () => {
  for (const {name, columns, found, erased} of MAPPED_TABLES) {
    const isPersonal = Object.values(columns).some(({is}) => is === 'personal' || is === 'secret')
    if (!isPersonal) continue
    expect(found.length, name).toBeGreaterThan(0)
    if (name !== 'privacyRequests') expect(erased, name).not.toBe('kept')
  }
})
