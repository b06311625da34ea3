import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {wordsIn} from '#lib/format/portable-text.ts'
import {logger} from '#lib/log.ts'

/** Words for a page; nothing where there are none. */
export const words = z
  .string()
  .nullish()
  .transform((text) => (text?.trim() ? text : undefined))

/** The same with `null` where there are none. */
export const wordsOrNull = words.transform((text) => text ?? null)

/**
 * A string that logic reads, which is never made up of other words. Stega, which leads editors to a field, would only be in
 * its way.
 */
export const exact = z
  .custom<string>((value) => typeof value === 'string')
  .transform((text) => stegaClean(text))

/** What a document may leave out, as `null`. */
export const orNull = <Value extends z.ZodType>(value: Value) =>
  value.nullish().transform((found) => found ?? null)

/** A list of a document, which may be left out. */
export const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? [])

/** A page or a policy as a list of all shows it. */
export type ListedDocument = {
  path: string
  title: string | undefined
  description: string | undefined
  /** ISO date and time of the last publish. */
  updatedAt: string
}

/** Which document is read, for the log. */
export type About = {
  document: string
  /** Changes with each change of the document, such as `_rev` or `_updatedAt`. */
  version: string
}

/** Repairs in one document. Each mends at least one fault, so that a document that has none left is reached before. */
const MAX_ROUNDS = 1_000

/**
 * Reads a document of which a field may be otherwise than the content model says. Such a field becomes the words in it where
 * words are wanted, else nothing; an entry of a list that cannot be read even so is left out. The log names the document
 * and its fields, once for each version of it.
 *
 * @returns nothing when what the document cannot do without is missing
 */
export function readRepaired<Shape extends z.ZodType>(
  shape: Shape,
  found: unknown,
  about: About,
): z.output<Shape> | undefined {
  const tries = new Map<string, number>()
  let value = found
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = shape.safeParse(value)
    if (result.success) {
      if (tries.size > 0) logRepair(about, tries.keys(), 'A document is shown without what it cannot have')
      return result.data
    }
    // One at a time: leaving an entry out moves those after it.
    const [issue] = result.error.issues
    const path = issue?.path ?? []
    const name = path.map(String).join('.')
    const tried = tries.get(name) ?? 0
    tries.set(name, tried + 1)
    const wantsWords = issue?.code === 'invalid_type' && issue.expected === 'string'
    const mended = mend(value, path, {tried, wantsWords})
    if (mended === undefined) break
    value = mended.value
  }
  logRepair(about, tries.keys(), 'A document cannot be shown')
  return undefined
}

/** Reads a list of documents, each by itself. Those that cannot be read are left out. */
export function readEach<Shape extends z.ZodType>(
  shape: Shape,
  found: unknown,
  aboutOf: (entry: unknown) => About = aboutDocument,
): z.output<Shape>[] {
  if (!Array.isArray(found)) return []
  return found.flatMap((entry: unknown) => {
    const read = readRepaired(shape, entry, aboutOf(entry))
    return read === undefined ? [] : [read]
  })
}

const identified = z.object({
  _id: z.string().catch('unknown'),
  _rev: z.string().optional().catch(undefined),
  _updatedAt: z.string().optional().catch(undefined),
})

/** What a document says of itself. */
export function aboutDocument(found: unknown): About {
  const {_id, _rev, _updatedAt} = identified.catch({_id: 'unknown'}).parse(found)
  return {document: _id, version: _rev ?? _updatedAt ?? ''}
}

type Path = readonly PropertyKey[]

/**
 * The value without a fault at a path: with the words that stand there, then with nothing there, then without the entry
 * of a list that it stands in. Gives nothing when none of these can help.
 */
function mend(
  value: unknown,
  path: Path,
  {tried, wantsWords}: {tried: number; wantsWords: boolean},
): {value: unknown} | undefined {
  const current = path.reduce<unknown>(
    (inner, key) => (isFields(inner) ? Reflect.get(inner, key) : undefined),
    value,
  )
  if (tried === 0 && path.at(-1) === '_key')
    return {value: withAt(value, path, `at-${path.slice(0, -1).join('-')}`)}
  const found = wantsWords ? wordsIn(current) : ''
  if (tried === 0 && found !== '') return {value: withAt(value, path, found)}
  if (current !== null && current !== undefined && path.length > 0) return {value: withAt(value, path, null)}
  const entry = path.findLastIndex((key) => typeof key === 'number')
  return entry === -1 ? undefined : {value: withAt(value, path.slice(0, entry + 1), undefined)}
}

const isFields = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A copy in which something else stands at a path; `undefined` leaves an entry of a list out. */
function withAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined || !isFields(value)) return key === undefined ? replacement : value
  const inner = withAt(Reflect.get(value, key), rest, replacement)
  if (!Array.isArray(value)) return {...value, [key]: inner}
  return rest.length === 0 && inner === undefined
    ? value.filter((_, index) => index !== key)
    : value.map((entry: unknown, index) => (index === key ? inner : entry))
}

/** What was logged already, so that a document is named once and not with each request. */
const logged = new Set<string>()
const MAX_LOGGED = 10_000

function logRepair({document, version}: About, fields: Iterable<string>, message: string): void {
  const named = [...fields]
  logOnce(`${document} ${version} ${named.join(' ')}`, {document, fields: named}, message)
}

/** Logs a warning about content, once for each key. */
export function logOnce(key: string, about: Record<string, unknown>, message: string): void {
  if (logged.has(key)) return
  if (logged.size >= MAX_LOGGED) logged.clear()
  logged.add(key)
  logger.warn(about, message)
}
