import {Card, Grid, Stack, Text} from '@sanity/ui'
import {createContext, type ReactNode, use, useEffect, useState} from 'react'
import {type ObjectInputProps, type StringInputProps, useClient, useFormValue} from 'sanity'
import {z} from 'zod'
import {picture as pictureShape, sharedPicture} from '#lib/images/picture.ts'

/** Characters of a title that search engines show, roughly: they measure its width. */
export const MAX_SHOWN_TITLE_CHARACTERS = 60

/** Characters of a description that search engines show, roughly. */
export const MAX_SHOWN_DESCRIPTION_CHARACTERS = 160

const SETTINGS = `*[_id == "siteSettings"][0]{name, description, shareImage}`

const words = z.string().trim().catch('')
const settingsShape = z
  .object({name: words, description: words, shareImage: z.unknown().optional()})
  .catch({name: '', description: '', shareImage: undefined})
const seoShape = z.object({
  title: words,
  description: words,
  picture: z.unknown().optional(),
  hidden: z.unknown().optional(),
})

export type SearchSources = {
  /** The page's own fields. */
  title: unknown
  path: unknown
  seo: unknown
  /** The settings of the site, as they are published. */
  settings: unknown
  /** Where the site is, `https://plumber.example`. */
  origin: string
}

type Shown = {words: string; characters: number; isCutOff: boolean}

/** What a search engine shows of a page, and a messenger of a link to it. */
export type SearchPreview = {
  title: Shown
  description: Shown
  /** As people read it, without its protocol. */
  address: string
  isHidden: boolean
  /** The address of the shared picture; `undefined` where a card with the title is drawn. */
  picture: string | undefined
}

/** Puts together what others show of a page, from what is written so far and what stands in for the rest. */
export function searchPreview({title, path, seo, settings, origin}: SearchSources): SearchPreview {
  const own = seoShape.catch({title: '', description: '', picture: undefined, hidden: false}).parse(seo ?? {})
  const site = settingsShape.parse(settings ?? {})
  const address = words.parse(path)
  const name = own.title || words.parse(title) || address
  // The home page stands for the site; every other page has the site's name behind its own.
  const whole = address === '/' || site.name === '' ? name : `${name} · ${site.name}`
  const shared = pictureShape.safeParse(own.picture ?? site.shareImage)
  const {host} = new URL(origin)
  return {
    title: shown(whole, MAX_SHOWN_TITLE_CHARACTERS),
    description: shown(own.description || site.description, MAX_SHOWN_DESCRIPTION_CHARACTERS),
    address: [host, ...address.split('/').filter(Boolean)].join(' › '),
    isHidden: own.hidden === true,
    picture: shared.success ? sharedPicture(shared.data).url : undefined,
  }
}

/** Cuts words off at a space, as search engines do. */
function shown(whole: string, max: number): Shown {
  const characters = [...whole].length
  if (characters <= max) return {words: whole, characters, isCutOff: false}
  const start = [...whole].slice(0, max).join('')
  return {words: `${start.replace(/\s+\S*$/, '')} …`, characters, isCutOff: true}
}

/** The settings of the site, as they are published, for all that is shown of them among these fields. */
const Settings = createContext<unknown>(undefined)

/** The fields of search and sharing, below what others will show of the page. */
export function SearchInput(props: ObjectInputProps) {
  const client = useClient({apiVersion: '2026-01-01'})
  const [settings, setSettings] = useState<unknown>()
  const title = useFormValue(['title'])
  const path = useFormValue(['path'])
  useEffect(() => {
    const ending = new AbortController()
    client
      .withConfig({perspective: 'published'})
      .fetch<unknown>(SETTINGS, {}, {signal: ending.signal})
      .then(setSettings)
      // Without them the preview shows the page's own words.
      .catch(() => {})
    return () => ending.abort()
  }, [client])
  const {origin} = window.location
  const preview = searchPreview({title, path, seo: props.value, settings, origin})
  return (
    <Stack gap={5}>
      <Grid gridTemplateColumns={[1, 1, 2]} gap={3} data-testid="search-preview">
        <SearchResult {...preview} />
        <SharedLink {...preview} />
      </Grid>
      <Settings value={settings}>{props.renderDefault(props)}</Settings>
    </Stack>
  )
}

/** The description of a page, and what search engines are given while it is empty. */
export function DescriptionInput(props: StringInputProps) {
  const {description} = settingsShape.parse(use(Settings) ?? {})
  return (
    <Stack gap={3}>
      {props.renderDefault(props)}
      {!props.value?.trim() && description && (
        <Text size={1} muted data-testid="description-instead">
          Until something is written here, search engines are given the description of the site: “
          {description}”
        </Text>
      )}
    </Stack>
  )
}

function Preview({title, children}: {title: string; children: ReactNode}) {
  return (
    // A long address among the words has no place at which it could end.
    <Card border padding={4} radius={2} style={{overflowWrap: 'anywhere'}}>
      <Stack gap={4}>
        <Text size={1} muted>
          {title}
        </Text>
        {children}
      </Stack>
    </Card>
  )
}

function SearchResult({title, description, address, isHidden}: SearchPreview) {
  return (
    <Preview title="In search results">
      {isHidden ? (
        <Text size={1}>Nothing: the page is hidden from search engines.</Text>
      ) : (
        <Stack gap={3}>
          <Text size={1} muted>
            {address}
          </Text>
          <Text size={2} weight="medium">
            {title.words}
          </Text>
          <Text size={1}>{description.words || 'Search engines choose a sentence of the page.'}</Text>
        </Stack>
      )}
      <Stack gap={2}>
        <Count of="Title" {...title} max={MAX_SHOWN_TITLE_CHARACTERS} />
        <Count of="Description" {...description} max={MAX_SHOWN_DESCRIPTION_CHARACTERS} />
      </Stack>
    </Preview>
  )
}

function Count({of, characters, isCutOff, max}: Shown & {of: string; max: number}) {
  return (
    <Text size={0} muted>
      {of}: {characters} of about {max} characters{isCutOff && ', so its end is cut off'}
    </Text>
  )
}

function SharedLink({title, description, address, picture}: SearchPreview) {
  return (
    <Preview title="Shared in a message">
      <Card border radius={2} overflow="hidden">
        {picture ? (
          <Card
            role="presentation"
            style={{aspectRatio: '1200 / 630', background: `center / cover url("${picture}")`}}
          />
        ) : (
          <Card tone="primary" padding={4} style={{aspectRatio: '1200 / 630'}}>
            <Text size={3} weight="bold">
              {title.words}
            </Text>
          </Card>
        )}
        <Stack gap={3} padding={3}>
          <Text size={1} weight="medium">
            {title.words}
          </Text>
          <Text size={1}>{description.words}</Text>
          <Text size={0} muted>
            {address}
          </Text>
        </Stack>
      </Card>
      {!picture && (
        <Text size={0} muted>
          Without a picture of yours a card with the title is drawn.
        </Text>
      )}
    </Preview>
  )
}
