import {SearchIcon} from '@sanity/icons/Search'
import {Card, Heading, Stack, Text, TextInput} from '@sanity/ui'
import {useEffect, useState} from 'react'
import {useClient} from 'sanity'
import {IntentLink} from 'sanity/router'
import {z} from 'zod'
import {aboutSiteDocument, SITE_TYPES, siteDocument} from './documents.ts'

/** Words of the site, where they stand. */
export type FoundWords = {
  id: string
  type: string
  title: string
  /** Where visitors find the document. */
  path: string | undefined
  /** The field, or the part of a text, as the Studio's forms name it: `blocks[_key=="a"].text[_key=="b"]`. */
  field: string
  /** Characters before it in that part. */
  at: number
  before: string
  words: string
  after: string
}

/** Characters that are shown on either side of what was found. */
const CONTEXT_CHARACTERS = 60

/** Finds that are shown; the number of the rest is said. */
const MAX_SHOWN = 50

/** Milliseconds without a keystroke after which words count as typed. */
const TYPING_PAUSE_MS = 300

const MIN_CHARACTERS = 2

const QUERY = `*[_type in ${SITE_TYPES}]`

/**
 * Every place where these words stand, in the order of the documents and of their fields. Capitals, accents and the shape of
 * quotation marks, dashes and spaces make no difference. Marks within a sentence, such as bold, do not either.
 */
export function findWords(found: unknown, phrase: string): FoundWords[] {
  const wanted = fold(phrase.trim()).join('')
  if (wanted.length < MIN_CHARACTERS) return []
  return z
    .array(siteDocument)
    .parse(found)
    .flatMap((document) => {
      const {title = 'Settings of the site', ...about} = aboutSiteDocument(document)
      return textsIn(document, '').flatMap(({field, text}) =>
        placesIn(text, wanted).map((place) => ({...about, title, field, ...place})),
      )
    })
}

type FieldText = {field: string; text: string}

const keyed = z.looseObject({_key: z.string()})
const paragraph = z.looseObject({children: z.array(z.looseObject({text: z.string().optional()}))})

/** Everything in a value that an editor wrote, paragraph by paragraph. */
function textsIn(value: unknown, field: string): FieldText[] {
  if (typeof value === 'string') return [{field, text: value}]
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      const key = keyed.safeParse(item).data?._key
      return textsIn(item, `${field}[${key === undefined ? index : `_key=="${key}"`}]`)
    })
  if (typeof value !== 'object' || value === null) return []
  const block = paragraph.safeParse(value).data
  if (block) return [{field, text: block.children.map(({text = ''}) => text).join('')}]
  return Object.entries(value).flatMap(([name, inner]) =>
    // What begins so is Sanity's own: types, keys, references.
    name.startsWith('_') ? [] : textsIn(inner, field ? `${field}.${name}` : name),
  )
}

function placesIn(text: string, wanted: string): Pick<FoundWords, 'at' | 'before' | 'words' | 'after'>[] {
  const characters = [...text]
  const folded = fold(text)
  const line = folded.join('')
  const places: Pick<FoundWords, 'at' | 'before' | 'words' | 'after'>[] = []
  for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + wanted.length)) {
    const start = [...line.slice(0, at)].length
    const end = start + [...wanted].length
    const first = Math.max(0, start - CONTEXT_CHARACTERS)
    const last = end + CONTEXT_CHARACTERS
    places.push({
      at: start,
      before: (first > 0 ? '…' : '') + characters.slice(first, start).join(''),
      words: characters.slice(start, end).join(''),
      after: characters.slice(end, last).join('') + (last < characters.length ? '…' : ''),
    })
  }
  return places
}

const SAME: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '\u2011': '-',
}

/** Each character of a text as one character that is compared. */
function fold(text: string): string[] {
  return [...text].map((character) => {
    if (/\s/.test(character)) return ' '
    const [base = character] = (SAME[character] ?? character).normalize('NFD')
    const [small = base] = base.toLowerCase()
    return small
  })
}

/** What was looked for last. It is still there after a look at what was found, and when the Studio arranges itself anew. */
let lastTyped = ''

type Answer = {phrase: string; places: readonly FoundWords[] | 'unreachable'}

/** Finds words on all pages, drafts included, and leads to each place where they stand. */
export function FindWords() {
  const client = useClient({apiVersion: '2026-01-01'})
  const [typed, setTyped] = useState(lastTyped)
  const [answer, setAnswer] = useState<Answer>()
  const phrase = typed.trim()
  const isAsked = phrase.length >= MIN_CHARACTERS
  useEffect(() => {
    if (!isAsked) return undefined
    const ending = new AbortController()
    const pause = setTimeout(() => {
      client
        .withConfig({perspective: 'drafts'})
        .fetch<unknown>(QUERY, {}, {signal: ending.signal})
        .then((found) => setAnswer({phrase, places: findWords(found, phrase)}))
        .catch(() => ending.signal.aborted || setAnswer({phrase, places: 'unreachable'}))
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(pause)
      ending.abort()
    }
  }, [client, phrase, isAsked])
  return (
    <Stack gap={4} as="section" data-testid="find-words">
      <Heading as="h2" size={1}>
        Find words
      </Heading>
      <TextInput
        icon={SearchIcon}
        type="search"
        aria-label="Words to find on all pages"
        placeholder="Words as they stand on a page, such as a price or a phone number"
        value={typed}
        onChange={({currentTarget: {value}}) => {
          lastTyped = value
          setTyped(value)
        }}
      />
      <div aria-live="polite">{isAsked && answer && <Places {...answer} />}</div>
    </Stack>
  )
}

function Places({phrase, places}: Answer) {
  if (places === 'unreachable')
    return <Text size={1}>The texts cannot be read now. Change a letter to try again.</Text>
  if (places.length === 0) return <Text size={1}>“{phrase}” stands nowhere.</Text>
  return (
    <Card border radius={2} padding={1}>
      <Stack gap={1}>
        {places.slice(0, MAX_SHOWN).map((place) => (
          <Place key={`${place.id} ${place.field} ${place.at}`} {...place} />
        ))}
        {places.length > MAX_SHOWN && (
          <Card padding={3}>
            <Text size={1} muted>
              And {places.length - MAX_SHOWN} more. Write more of the sentence to see fewer.
            </Text>
          </Card>
        )}
      </Stack>
    </Card>
  )
}

function Place({id, type, title, path, field, before, words, after}: FoundWords) {
  const params = {id, type, path: field, ...(path && {mode: 'presentation', preview: path})}
  return (
    <Card as={IntentLink} {...{intent: 'edit', params}} padding={3} radius={2} data-as="a">
      <Stack gap={3}>
        <Text weight="medium">{title}</Text>
        <Text size={1}>
          {before}
          <mark>{words}</mark>
          {after}
        </Text>
      </Stack>
    </Card>
  )
}
