import {Card, Flex, Stack, Text} from '@sanity/ui'
import type {ComponentType} from 'react'
import {IntentLink} from 'sanity/router'

export type TaskProps = {
  icon: ComponentType
  title: string
  text: string
  intent: 'create' | 'edit'
  params: Record<string, string>
}

/** Something a marketer may want to do, and the way there. */
export function Task({icon: Icon, title, text, intent, params}: TaskProps) {
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
