import {Card, Container, Grid, Heading, Stack, Text} from '@sanity/ui'
import {DocumentRow} from './document-row.tsx'
import type {HomeDocument} from './documents.ts'
import {Task} from './task.tsx'
import {TASKS} from './tasks.ts'
import {useHomeDocuments} from './use-home-documents.ts'

const HAS_A_PAGE: ReadonlySet<string> = new Set(['page', 'policy', 'plan'])

/** Where a marketer starts: what waits to be published, every page by its address, and what can be done. */
export function Home() {
  const documents = useHomeDocuments()
  const waiting = documents?.filter(({state}) => state !== 'published')
  return (
    <Card height="fill" overflow="auto" padding={[4, 5]}>
      <Container width={2}>
        <Stack gap={6}>
          <Stack gap={4}>
            <Heading as="h1" size={3}>
              What would you like to do?
            </Heading>
            <Text muted>
              Whatever you type is kept as a draft that visitors do not see. They see it once you press
              Publish, within a second.
            </Text>
          </Stack>
          <Section
            title="Waiting to be published"
            documents={waiting}
            none="Nothing waits: visitors see everything as it stands here."
          />
          <Section
            title="Change a page"
            documents={documents?.filter(({type}) => HAS_A_PAGE.has(type))}
            none="There is no page yet."
          />
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
