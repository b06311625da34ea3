import {Button, Flex, Stack, Text} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {useState} from 'react'
import {
  type DocumentActionDescription,
  type DocumentActionProps,
  getDraftId,
  getPublishedId,
  useClient,
  useSyncState,
} from 'sanity'
import {usePresentationParams} from 'sanity/presentation'
import {useRouter} from 'sanity/router'
import {type Move, movedAddress, publishMove} from './move.ts'

type Description = DocumentActionDescription | null

/**
 * Publish as it always was, but for a document whose address changes: then it asks first whether readers of the old
 * address are led to the new one.
 *
 * @param description what the Studio's own action offers
 */
export function usePublishAndRedirect(description: Description, props: DocumentActionProps): Description {
  const {id, type, draft, published} = props
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const {isSyncing} = useSyncState(getPublishedId(id), type)
  const [isAsking, setIsAsking] = useState(false)
  const [isPublishing, setIsPublishing] = useState(false)
  const showNewAddress = useNewAddress({id: getPublishedId(id), type})

  const move = movedAddress(published, draft)
  if (!description || !move || !draft) return description

  const document = {publishedId: getPublishedId(id), draftId: getDraftId(id), draftRevision: draft._rev}
  const onRedirect = async () => {
    setIsPublishing(true)
    try {
      await publishMove(client, document, move)
      toast.push({
        status: 'success',
        title: 'Published',
        description: `${move.from} now leads to ${move.to}.`,
      })
      setIsAsking(false)
      showNewAddress(move.to)
    } catch {
      const description = 'Somebody may have changed the page meanwhile. Look at it and publish again.'
      toast.push({status: 'error', title: 'Nothing was published', description})
    } finally {
      setIsPublishing(false)
    }
  }
  const onPublishOnly = () => {
    setIsAsking(false)
    description.onHandle?.()
    showNewAddress(move.to)
  }
  return {
    ...description,
    onHandle: () => setIsAsking(true),
    dialog: isAsking && {
      type: 'dialog',
      header: 'The address changes',
      width: 'medium',
      onClose: () => setIsAsking(false),
      content: (
        <MoveDialog
          move={move}
          isBusy={isPublishing || isSyncing}
          onRedirect={onRedirect}
          onPublishOnly={onPublishOnly}
        />
      ),
    },
  }
}

/** Makes what shows a document at its new address where the page stands beside its form. */
function useNewAddress(document: {id: string; type: string}): (path: string) => void {
  const isBesidePage = usePresentationParams(false) !== null
  const router = useRouter()
  return (path) => {
    if (isBesidePage) router.navigateIntent('edit', {...document, mode: 'presentation', preview: path})
  }
}

type MoveDialogProps = {
  move: Move
  isBusy: boolean
  onRedirect: () => void
  onPublishOnly: () => void
}

/** Asks whether readers of the old address are led to the new one. */
function MoveDialog({move: {from, to}, isBusy, onRedirect, onPublishOnly}: MoveDialogProps) {
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
