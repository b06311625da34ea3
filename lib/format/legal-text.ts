/** A value that JSON can hold. */
type Json = null | boolean | number | string | readonly Json[] | {readonly [name: string]: Json | undefined}

/**
 * All that a reader of a policy's page reads, in a form in which equal texts are equal as JSON: keys count up, neighbouring
 * words with the same marks are one span, and a link to a document holds its id as plain text, since a reference from a
 * version that never goes away would keep that document from being unpublished.
 */
export type LegalText = {title: string; contactEmail?: string; body: readonly Json[]}

type Fields = Readonly<Record<string, unknown>>

/** What of a policy, or of a version of one, is its text. The result is portable text and can be shown as it is. */
export function legalText({title, contactEmail, body}: Fields): LegalText {
  return {
    title: typeof title === 'string' ? title : '',
    ...(typeof contactEmail === 'string' && contactEmail !== '' && {contactEmail}),
    body: members(body),
  }
}

const members = (list: unknown): Json[] =>
  (Array.isArray(list) ? list : []).map((member, index) => keyed(jsonOf(member), `${index}`))

const keyed = (value: Json, _key: string): Json => (isFields(value) ? {...value, _key} : value)

function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return members(value)
  if (isFields(value)) return Array.isArray(value.children) ? blockOf(value) : fieldsOf(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Fields that the Content Lake keeps for itself, and empty ones, are left out: a query gives `null` for what is not there. */
function fieldsOf(fields: Fields): {[name: string]: Json} {
  const kept = Object.entries(fields).filter(
    ([name, value]) => (!name.startsWith('_') || name === '_type' || name === '_ref') && isGiven(value),
  )
  return Object.fromEntries(kept.map(([name, value]) => [name, jsonOf(value)]))
}

const isGiven = (value: unknown) =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

/** Words with the same marks, sorted, and the link around them as JSON; or what the block says of itself, such as an anchor. */
type Run = {text: string; decorators: string[]; link: string | undefined; said?: Fields}

function blockOf({children, markDefs, style, level, ...others}: Fields): Json {
  const links = new Map(
    listOf(markDefs).flatMap((mark): [unknown, string][] =>
      isFields(mark) ? [[mark._key, canonicalJson(linkOf(mark))]] : [],
    ),
  )
  const runs: Run[] = []
  for (const child of listOf(children)) {
    const {_type = 'span', text, marks} = isFields(child) ? child : {}
    if (isFields(child) && _type !== 'span') {
      runs.push({text: '', decorators: [], link: undefined, said: child})
      continue
    }
    const words = typeof text === 'string' ? text : ''
    if (words === '') continue
    const key = listOf(marks).find((mark) => links.has(mark))
    const link = links.get(key)
    const decorators = listOf(marks)
      .filter((mark): mark is string => typeof mark === 'string' && !links.has(mark))
      .toSorted()
    const last = runs.at(-1)
    if (last && !last.said && last.link === link && last.decorators.join() === decorators.join())
      last.text += words
    else runs.push({text: words, decorators, link})
  }
  const used = [...new Set(runs.flatMap(({link}) => link ?? []))]
  return {
    ...fieldsOf(others),
    style: typeof style === 'string' ? style : 'normal',
    ...(isGiven(others.listItem) && {level: typeof level === 'number' ? level : 1}),
    children: runs.map(({text, decorators, link, said}, index) =>
      said
        ? {...fieldsOf(said), _key: `${index}`}
        : {
            _type: 'span',
            _key: `${index}`,
            text,
            marks: [...decorators, ...(link === undefined ? [] : [`link${used.indexOf(link)}`])],
          },
    ),
    markDefs: used.map((link, index) => ({...fieldsOf(JSON.parse(link)), _key: `link${index}`})),
  }
}

/** Where a link leads; as the queries of the site decide, a document beats an address unless the link says `address`. */
function linkOf({_type, kind, document, documentId, href, title}: Fields): Json {
  const target = isFields(document) ? document._ref : documentId
  const words = typeof title === 'string' && title !== '' ? {title} : {}
  if (typeof target === 'string' && kind !== 'address') return {_type: 'link', documentId: target, ...words}
  return {
    _type: typeof _type === 'string' ? _type : 'link',
    href: typeof href === 'string' ? href : '',
    ...words,
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * JSON with the names of every object sorted and no spaces, so that equal values are equal as text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785 JSON Canonicalization Scheme
 */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_, part) =>
    isFields(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}

/** SHA-256 of a value's canonical JSON as 64 hexadecimal digits; the same in a browser and in Node. */
export async function jsonHash(value: Json): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(value)))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The hash by which a text is known. */
export const textHash = (text: LegalText): Promise<string> => jsonHash(text)

/** A text as a policy holds it: links to documents are references again. */
export function policyFields({title, contactEmail, body}: LegalText): {
  title: string
  contactEmail?: string
  body: unknown[]
} {
  return {title, ...(contactEmail !== undefined && {contactEmail}), body: body.map(withReferences)}
}

function withReferences(value: Json): unknown {
  if (Array.isArray(value)) return value.map(withReferences)
  if (!isFields(value)) return value
  const {documentId, ...fields} = value
  if (value._type === 'link' && typeof documentId === 'string')
    return {...fields, kind: 'document', document: {_type: 'reference', _ref: documentId}}
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withReferences(part ?? null)]))
}
