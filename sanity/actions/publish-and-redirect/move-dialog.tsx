import {Button, Flex, Stack, Text} from '@sanity/ui'
import type {Move} from './moved-address.ts'

type MoveDialogProps = {
  move: Move
  isBusy: boolean
  onRedirect: () => void
  onPublishOnly: () => void
}

/** Asks whether readers of the old address are led to the new one. */
export function MoveDialog({move: {from, to}, isBusy, onRedirect, onPublishOnly}: MoveDialogProps) {
  return (
    <Stack gap={5} padding={4}>
      <Text>
        Readers know this page as <strong>{from}</strong>. From now on it stands at <strong>{to}</strong>.
        Links on this site follow by themselves; bookmarks, search results and links of other sites do not.
      </Text>
      <Flex gap={3} justify="flex-end" wrap="wrap">
        <Button
          mode="ghost"
          text="Publish without a redirect"
          disabled={isBusy}
          onClick={onPublishOnly}
          data-testid="publish-without-redirect"
        />
        <Button
          tone="primary"
          text={`Publish, and lead ${from} here`}
          loading={isBusy}
          disabled={isBusy}
          onClick={onRedirect}
          data-testid="publish-with-redirect"
        />
      </Flex>
    </Stack>
  )
}
