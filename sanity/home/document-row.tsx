import {Badge, Card, Flex, Stack, Text} from '@sanity/ui'
import {IntentLink} from 'sanity/router'
import type {HomeDocument} from './documents.ts'

/** What is worth saying of a document; that it is published need not be said. */
const STATES = {new: 'not published yet', changed: 'changes not published', published: undefined} as const

/** A document of the site: opens on the page where visitors find it, or in its form when it has no page. */
export function DocumentRow({document: {id, type, title, path, state, note}}: {document: HomeDocument}) {
  const words = STATES[state]
  const params = path ? {id, type, mode: 'presentation'} : {id, type}
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
