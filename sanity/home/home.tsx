import {AddDocumentIcon} from '@sanity/icons/AddDocument'
import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {BookIcon} from '@sanity/icons/Book'
import {CogIcon} from '@sanity/icons/Cog'
import {DocumentTextIcon} from '@sanity/icons/DocumentText'
import {HomeIcon} from '@sanity/icons/Home'
import {Badge, Card, Container, Flex, Grid, Heading, Stack, Text} from '@sanity/ui'
import {type ComponentType, type ReactNode, useEffect} from 'react'
import {type Tool, useClient, useCurrentUser} from 'sanity'
import {IntentLink} from 'sanity/router'
import {Waiting} from '../desk/waiting.tsx'
import {MarkedBy, useMarks} from '../reviews/review-views.tsx'
import {removeEnded} from '../reviews/reviews.ts'
import {isViewer} from '../roles.ts'
import {LANDING_PAGE, TEXT_PAGE} from '../templates.ts'
import {useBrokenLinks} from './broken-links.ts'
import {useComingDays} from './coming-days.ts'
import {type HomeDocument, joinMarks, useHomeDocuments} from './documents.ts'
import {FindWords} from './find-words.tsx'

type TaskProps = {
  icon: ComponentType
  title: string
  text: string
  intent: 'create' | 'edit'
  params: Record<string, string>
}

/** What a marketer most often comes for. */
const TASKS: readonly TaskProps[] = [
  {
    icon: AddDocumentIcon,
    title: 'Make a page that sells',
    text: 'Opening, features, steps and a call to action are laid out; fill in the words, leave out what you do not need.',
    intent: 'create',
    params: {type: 'page', template: LANDING_PAGE},
  },
  {
    icon: DocumentTextIcon,
    title: 'Make a page to read',
    text: 'A title and a text with headings, lists, tables and pictures.',
    intent: 'create',
    params: {type: 'page', template: TEXT_PAGE},
  },
  {
    icon: BookIcon,
    title: 'Write a policy',
    text: 'A legal text with an address of its own, sections, and the date of its last change.',
    intent: 'create',
    params: {type: 'policy'},
  },
  {
    icon: CogIcon,
    title: 'Change the menu, the footer or the announcement',
    text: 'What stands on every page of the site.',
    intent: 'edit',
    params: {type: 'siteSettings', id: 'siteSettings'},
  },
  {
    icon: ArrowRightIcon,
    title: 'Lead an old address elsewhere',
    text: 'Works from the moment you publish it.',
    intent: 'create',
    params: {type: 'redirect'},
  },
]

const HAS_A_PAGE: ReadonlySet<string> = new Set(['page', 'policy', 'plan'])

/** Where everybody starts: what waits for the owner, what waits to be published, every page by its address, and what can be done. */
function Home({tool}: {tool: Tool<HomeOptions>}) {
  const documents = useHomeDocuments()
  const mayWrite = !isViewer(useCurrentUser())
  const waiting = documents?.filter(({state}) => state !== 'published')
  return (
    <Card as="main" height="fill" overflow="auto" padding={[4, 5]}>
      <Container width={2}>
        <Stack gap={6}>
          {tool.options?.isOwner && <Waiting />}
          <Stack gap={4}>
            <Heading as="h1" size={3}>
              {mayWrite ? 'What would you like to do?' : 'What would you like to read?'}
            </Heading>
            <Text muted>
              {mayWrite
                ? 'Whatever you type is kept as a draft that visitors do not see. They see it once you press Publish, within a second.'
                : 'You can read everything here, and change nothing. An administrator can make you an editor.'}
            </Text>
          </Stack>
          <ReadyForReview documents={documents} />
          <Section
            title="Waiting to be published"
            documents={waiting}
            none="Nothing waits: visitors see everything as it stands here."
          />
          <Section
            title={mayWrite ? 'Change a page' : 'Pages'}
            documents={documents?.filter(({type}) => HAS_A_PAGE.has(type))}
            none="There is no page yet."
          />
          <FindWords />
          <ComingDays />
          <BrokenLinks />
          {mayWrite && (
            <Stack gap={4}>
              <Heading as="h2" size={1}>
                Make something new
              </Heading>
              <Grid gridTemplateColumns={[1, 1, 2]} gap={3}>
                {TASKS.map((task) => (
                  <Task key={task.title} {...task} />
                ))}
              </Grid>
            </Stack>
          )}
        </Stack>
      </Container>
    </Card>
  )
}

type SectionProps = {title: string; documents: readonly HomeDocument[] | undefined; none: string}

function Section({title, documents, none}: SectionProps) {
  return (
    <Stack gap={4} as="section">
      <Heading as="h2" size={1}>
        {title}
      </Heading>
      {documents?.length === 0 && (
        <Text size={1} muted>
          {none}
        </Text>
      )}
      {documents && documents.length > 0 && (
        <Card border radius={2} padding={1}>
          <Stack gap={1}>
            {documents.map((document) => (
              <DocumentRow key={document.id} document={document} />
            ))}
          </Stack>
        </Card>
      )}
    </Stack>
  )
}

/** Drafts that were marked as ready for review, when there are any: who marked them, and when. */
function ReadyForReview({documents}: {documents: readonly HomeDocument[] | undefined}) {
  const client = useClient({apiVersion: '2026-01-01'})
  const mayWrite = !isViewer(useCurrentUser())
  const marks = useMarks()
  const marked = documents && joinMarks(marks, documents)
  const ended = mayWrite ? marked?.ended.join(' ') : undefined
  useEffect(() => {
    // What cannot be removed now is shown nowhere, and is tried again at the next look.
    for (const id of ended?.split(' ').filter(Boolean) ?? []) removeEnded(client, id).catch(() => {})
  }, [client, ended])
  if (!marked?.open.length) return null
  return (
    <Stack gap={4} as="section" data-testid="ready-for-review">
      <Heading as="h2" size={1}>
        Ready for review
      </Heading>
      <Card border radius={2} padding={1} tone="positive">
        <Stack gap={1}>
          {marked.open.map(({mark, document}) => (
            <DocumentRow key={document.id} document={document} beneath={<MarkedBy {...mark} />} />
          ))}
        </Stack>
      </Card>
    </Stack>
  )
}

/** What appears and goes by itself in the next weeks, when there is any. */
function ComingDays() {
  const days = useComingDays()
  if (!days?.length) return null
  return <Notes title="Appears and goes soon" notes={days} testId="coming-days" />
}

/** Links of the site that lead nowhere, when there are any. */
function BrokenLinks() {
  const links = useBrokenLinks()
  if (!links?.length) return null
  const notes = links.map(({problem, ...link}) => ({...link, words: `A link ${problem}.`}))
  return <Notes title="Links that lead nowhere" notes={notes} tone="caution" testId="broken-links" />
}

type NotesProps = {
  title: string
  notes: readonly {id: string; type: string; title: string; path: string | undefined; words: string}[]
  tone?: 'caution'
  testId: string
}

/** A sentence each on documents, which lead to where they are edited. */
function Notes({title: heading, notes, tone, testId}: NotesProps) {
  return (
    <Stack gap={4} as="section" data-testid={testId}>
      <Heading as="h2" size={1}>
        {heading}
      </Heading>
      <Card border radius={2} padding={1} {...(tone && {tone})}>
        <Stack gap={1}>
          {notes.map(({id, type, title, path, words}) => (
            <Card
              key={`${id} ${words}`}
              as={IntentLink}
              {...{intent: 'edit', params: formParams({id, type, path})}}
              padding={3}
              radius={2}
              tone="inherit"
              data-as="a"
            >
              <Stack gap={2}>
                <Text weight="medium">{title}</Text>
                <Text size={1}>{words}</Text>
              </Stack>
            </Card>
          ))}
        </Stack>
      </Card>
    </Stack>
  )
}

/** Opens a document on the page where visitors find it, or in its form when it has no page. */
function formParams({id, type, path}: {id: string; type: string; path: string | undefined}) {
  return path ? {id, type, mode: 'presentation', preview: path} : {id, type}
}

/** What is worth saying of a document; that it is published need not be said. */
const STATES = {new: 'not published yet', changed: 'changes not published', published: undefined} as const

/** A document of the site: opens on the page where visitors find it, or in its form when it has no page. */
function DocumentRow({
  document: {id, type, title, path, state, note},
  beneath,
}: {
  document: HomeDocument
  beneath?: ReactNode
}) {
  const words = STATES[state]
  const params = formParams({id, type, path})
  return (
    <Card as={IntentLink} {...{intent: 'edit', params}} padding={3} radius={2} data-as="a">
      <Flex align="center" gap={3}>
        <Stack gap={2} flex={1}>
          <Text weight="medium">{title}</Text>
          {path && (
            <Text size={1} muted>
              {path}
            </Text>
          )}
          {beneath && <Text size={1}>{beneath}</Text>}
          {note && (
            <Text size={1} style={{color: 'var(--card-badge-caution-fg-color)'}}>
              {note}
            </Text>
          )}
        </Stack>
        {words && <Badge tone="caution">{words}</Badge>}
      </Flex>
    </Card>
  )
}

/** Something a marketer may want to do, and the way there. */
function Task({icon: Icon, title, text, intent, params}: TaskProps) {
  return (
    <Card as={IntentLink} {...{intent, params}} border radius={2} padding={4} data-as="a">
      <Flex gap={3}>
        <Text size={2}>
          <Icon />
        </Text>
        <Stack gap={3} flex={1}>
          <Text weight="semibold">{title}</Text>
          <Text size={1} muted>
            {text}
          </Text>
        </Stack>
      </Flex>
    </Card>
  )
}

type HomeOptions = {
  /** Whether what waits for the owner is shown. */
  isOwner: boolean
}

/** The tool that the Studio opens with. */
export const homeTool = (isOwner: boolean): Tool<HomeOptions> => ({
  name: 'start',
  title: 'Start',
  icon: HomeIcon,
  component: Home,
  options: {isOwner},
})
