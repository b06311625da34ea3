import {EyeOpenIcon} from '@sanity/icons/EyeOpen'
import {UndoIcon} from '@sanity/icons/Undo'
import {Box, Card, Stack, Text} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {createContext, type ReactNode, use, useEffect, useMemo, useState} from 'react'
import {
  type DocumentActionDescription,
  type DocumentActionProps,
  getPublishedId,
  type ObjectInputProps,
  useClient,
  useCurrentUser,
  useEditState,
  useUser,
} from 'sanity'
import {useLiveQuery} from '../live-query.ts'
import {isViewer} from '../roles.ts'
import {
  isOpen,
  MARKS_QUERY,
  type Marked,
  markReady,
  type ReviewMark,
  readMarks,
  removeEnded,
  takeBack,
} from './reviews.ts'

const DATE_AND_TIME = new Intl.DateTimeFormat('en-US', {dateStyle: 'medium', timeStyle: 'short'})

/** Who set a mark, and when, in the reader's own time. */
export function MarkedBy({by, at}: Pick<ReviewMark, 'by' | 'at'>) {
  const [user] = useUser(by)
  return (
    <>
      {user?.displayName ?? 'An editor'}, <time dateTime={at}>{DATE_AND_TIME.format(new Date(at))}</time>
    </>
  )
}

const Marks = createContext<readonly ReviewMark[]>([])

/** Reads all marks once for everything in the Studio that shows one. */
export function ReviewMarks({children}: {children: ReactNode}) {
  const found = useLiveQuery(MARKS_QUERY)
  return <Marks value={useMemo(() => readMarks(found), [found])}>{children}</Marks>
}

/** Every mark, the oldest first, whether it still holds or not. */
export const useMarks = () => use(Marks)

/** The mark of a document while it holds, and one that has ended and waits to be removed. */
function useMark(documentId: string, now: Marked | undefined): {open?: ReviewMark; ended?: ReviewMark} {
  const mark = useMarks().find((one) => one.documentId === documentId)
  if (!mark || !now) return {}
  return isOpen(mark, now) ? {open: mark} : {ended: mark}
}

/**
 * Marks a draft as ready for review, so that it stands on Start for everyone who opens the Studio, or takes that back. Not
 * offered to who may only read, and while there is no draft.
 */
export function useReviewAction(props: DocumentActionProps): DocumentActionDescription | null {
  const {id, draft, published, ready, release} = props
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const person = useCurrentUser()
  const documentId = getPublishedId(id)
  const [isBusy, setIsBusy] = useState(false)
  const mayWrite = person !== null && !isViewer(person)
  const {open, ended} = useMark(
    documentId,
    ready ? {hasDraft: draft !== null, publishedRevision: published?._rev ?? null} : undefined,
  )
  const endedRevision = mayWrite ? ended?._rev : undefined
  useEffect(() => {
    // Tried again when the document is opened next, here or elsewhere; a mark that has ended is shown nowhere.
    if (endedRevision !== undefined) removeEnded(client, documentId).catch(() => {})
  }, [client, documentId, endedRevision])

  if (!person || !mayWrite || !draft || release) return null
  const act = async (work: () => Promise<{title: string; description: string}>) => {
    setIsBusy(true)
    try {
      toast.push({status: 'success', ...(await work())})
    } catch {
      toast.push({
        status: 'error',
        title: open ? 'It is still marked as ready' : 'It was not marked',
        description: 'The connection was lost, or you may not change this document. Try again.',
      })
    } finally {
      setIsBusy(false)
    }
  }
  if (open)
    return {
      label: 'Not ready for review yet',
      title: 'Takes back that this draft is ready for review.',
      icon: UndoIcon,
      disabled: isBusy,
      onHandle: () =>
        void act(async () => {
          await takeBack(client, documentId)
          return {
            title: 'Taken back',
            description: 'The draft is kept. It no longer stands on Start as ready.',
          }
        }),
    }
  return {
    label: 'Ready for review',
    title: 'Shows the others on Start that this draft can be looked at and published.',
    icon: EyeOpenIcon,
    disabled: isBusy,
    onHandle: () =>
      void act(async () =>
        (await markReady(client, documentId, {by: person.id}))
          ? {title: 'Ready for review', description: 'It stands on Start for everyone who opens the Studio.'}
          : {
              title: 'Nothing to review',
              description: 'There is no draft any more: it was published or discarded.',
            },
      ),
  }
}
useReviewAction.displayName = 'ReadyForReview'

/** The form of a document, and above it who marked its draft as ready for review, while that holds. */
export function ReviewedForm(props: ObjectInputProps) {
  const {value, schemaType, renderDefault} = props
  const id = typeof value?._id === 'string' ? value._id : undefined
  return (
    <Stack gap={5}>
      {id !== undefined && <ReviewNote documentId={getPublishedId(id)} type={schemaType.name} />}
      <Box>{renderDefault(props)}</Box>
    </Stack>
  )
}

function ReviewNote({documentId, type}: {documentId: string; type: string}) {
  const {ready, draft, published} = useEditState(documentId, type)
  const {open} = useMark(
    documentId,
    ready ? {hasDraft: draft !== null, publishedRevision: published?._rev ?? null} : undefined,
  )
  if (!open) return null
  return (
    <Card border radius={2} padding={4} tone="positive" data-testid="ready-for-review">
      <Stack gap={3}>
        <Text weight="medium">This draft is ready for review</Text>
        <Text size={1}>
          <MarkedBy {...open} />
        </Text>
      </Stack>
    </Card>
  )
}
