import {Box, Button, Card, Flex, Radio, Stack, Text, TextArea, TextInput} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {useId, useState} from 'react'
import {
  type DocumentActionDescription,
  type DocumentActionProps,
  getPublishedId,
  useClient,
  useSyncState,
} from 'sanity'
import {formatUsDate} from '#lib/format/dates.ts'
import {findTextChange, publishPolicy, type TextChange} from '../publish-policy.ts'
import {movedAddress, redirectMutations} from './move.ts'
import {usePublishAndRedirect} from './publish-and-redirect.tsx'

type Description = DocumentActionDescription | null

/**
 * Publish for a policy. A changed text becomes a version: the dialog asks what changed, whether the meaning did, and from
 * which day it is in force. A text that stayed as it was is published as any other document.
 *
 * @param description what the Studio's own action offers
 */
export function usePublishVersion(description: Description, props: DocumentActionProps): Description {
  const {id, type, draft, published} = props
  const usual = usePublishAndRedirect(description, props)
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const policyId = getPublishedId(id)
  const {isSyncing} = useSyncState(policyId, type)
  const [change, setChange] = useState<TextChange>()
  const [isBusy, setIsBusy] = useState(false)
  if (!description || !usual || !draft) return usual

  const move = movedAddress(published, draft)
  const onHandle = async () => {
    setIsBusy(true)
    try {
      const found = await findTextChange(client, policyId, draft)
      if (found) setChange(found)
      else usual.onHandle?.()
    } catch {
      toast.push({
        status: 'error',
        title: 'Nothing was published',
        description: 'The versions of this text could not be read. Try again.',
      })
    } finally {
      setIsBusy(false)
    }
  }
  const onPublish = async ({summary, kind, effectiveOn}: ChangeForm) => {
    setIsBusy(true)
    try {
      const version = await publishPolicy(client, {
        draft,
        published: published ?? undefined,
        policyId,
        summary,
        kind,
        date: importedDate(draft, published),
        effectiveOn,
        also: move ? await redirectMutations(client, policyId, move) : [],
      })
      setChange(undefined)
      toast.push({
        status: 'success',
        title: version ? `Published as version ${version.number}` : 'Published',
        description: version?.effectiveOn
          ? `Readers see it from ${formatUsDate(version.effectiveOn)} on. Until then it can be withdrawn.`
          : undefined,
      })
    } catch {
      toast.push({
        status: 'error',
        title: 'Nothing was published',
        description: 'Another editor may have changed the policy meanwhile. Look at it and publish again.',
      })
    } finally {
      setIsBusy(false)
    }
  }
  return {
    ...usual,
    disabled: usual.disabled || isBusy,
    onHandle,
    dialog: change
      ? {
          type: 'dialog',
          header: change.isFirst ? 'Publish the first version' : 'What changed?',
          width: 'medium',
          onClose: () => setChange(undefined),
          content: (
            <ChangeDialog
              change={change}
              move={move}
              isBusy={isBusy || isSyncing}
              onPublish={(form) => void onPublish(form)}
            />
          ),
        }
      : usual.dialog,
  }
}

/** The date of a file that was imported since the last publish: an import takes the file's date and not today's. */
function importedDate(draft: Fields, published: Fields | null): string | undefined {
  const isImported = draft.importDigest !== undefined && draft.importDigest !== published?.importDigest
  return isImported && typeof draft.lastUpdated === 'string' ? draft.lastUpdated : undefined
}

type Fields = Readonly<Record<string, unknown>>

type ChangeForm = {summary: string; kind: 'meaning' | 'spelling'; effectiveOn: string | undefined}

type ChangeDialogProps = {
  change: TextChange
  move: {from: string; to: string} | undefined
  isBusy: boolean
  onPublish: (form: ChangeForm) => void
}

const MIN_SUMMARY_CHARACTERS = 10

/** Asks for what stands beside a version in the list of versions. */
function ChangeDialog({change, move, isBusy, onPublish}: ChangeDialogProps) {
  const {isFirst, suggestion, today, upcoming} = change
  const ids = useId()
  const [summary, setSummary] = useState('')
  const [kind, setKind] = useState<'meaning' | 'spelling'>('meaning')
  const [isLater, setIsLater] = useState(false)
  const [day, setDay] = useState('')
  const hasSummary = isFirst || summary.trim().length >= MIN_SUMMARY_CHARACTERS
  const hasDay = !isLater || day > today
  const [next] = upcoming
  return (
    <Stack gap={5} padding={4}>
      {isFirst ? (
        <Text>
          The site keeps every text of this policy that it ever shows, with its date. This is version 1.
        </Text>
      ) : (
        <>
          <Stack gap={3}>
            <Text as="label" htmlFor={`${ids}summary`} weight="medium">
              In your own words, for readers
            </Text>
            <TextArea
              id={`${ids}summary`}
              rows={3}
              value={summary}
              onChange={(event) => setSummary(event.currentTarget.value)}
              data-testid="version-summary"
            />
            {suggestion && (
              <Card padding={3} radius={2} tone="transparent" border>
                <Flex gap={3} align="center" wrap="wrap">
                  <Box flex={1}>
                    <Text size={1}>We found: {suggestion}</Text>
                  </Box>
                  <Button
                    mode="ghost"
                    fontSize={1}
                    padding={2}
                    text="Begin with this"
                    onClick={() => setSummary(suggestion)}
                    data-testid="version-suggestion"
                  />
                </Flex>
              </Card>
            )}
          </Stack>
          <Choices
            legend="What kind of change is it?"
            name={`${ids}kind`}
            value={kind}
            onChange={(value) => setKind(value === 'spelling' ? 'spelling' : 'meaning')}
            choices={[
              {value: 'meaning', label: 'It changes what the text means'},
              {value: 'spelling', label: 'Only spelling or layout'},
            ]}
          />
          <Choices
            legend="From when is it in force?"
            name={`${ids}when`}
            value={isLater ? 'later' : 'now'}
            onChange={(value) => setIsLater(value === 'later')}
            choices={[
              {value: 'now', label: 'At once'},
              {value: 'later', label: 'From a day to come'},
            ]}
          />
          {isLater && (
            <Stack gap={3}>
              <Text as="label" htmlFor={`${ids}day`} weight="medium">
                First day
              </Text>
              <TextInput
                id={`${ids}day`}
                type="date"
                min={today}
                value={day}
                onChange={(event) => setDay(event.currentTarget.value)}
                data-testid="version-day"
              />
              <Text size={1} muted>
                Until then readers see the text of today, with a notice and a link to what will change.
              </Text>
            </Stack>
          )}
          {next?.effectiveOn && !isLater && (
            <Text size={1}>
              Version {next.number} waits for {formatUsDate(next.effectiveOn)}. This text takes its place.
            </Text>
          )}
        </>
      )}
      {move && (
        <Text size={1}>
          The address changes from <strong>{move.from}</strong> to <strong>{move.to}</strong>. Readers of the
          old one are led to the new one.
        </Text>
      )}
      <Flex justify="flex-end">
        <Button
          tone="primary"
          text={isLater && hasDay ? `Publish for ${formatUsDate(day)}` : 'Publish'}
          disabled={isBusy || !hasSummary || !hasDay}
          loading={isBusy}
          onClick={() => onPublish({summary, kind, effectiveOn: isLater ? day : undefined})}
          data-testid="publish-version"
        />
      </Flex>
    </Stack>
  )
}

type ChoicesProps = {
  legend: string
  name: string
  value: string
  choices: readonly {value: string; label: string}[]
  onChange: (value: string) => void
}

function Choices({legend, name, value, choices, onChange}: ChoicesProps) {
  return (
    <Stack as="fieldset" gap={3} style={{border: 0, padding: 0, margin: 0}}>
      <Text as="legend" weight="medium">
        {legend}
      </Text>
      {choices.map((choice) => (
        <Flex key={choice.value} as="label" gap={2} align="center">
          <Radio
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <Text>{choice.label}</Text>
        </Flex>
      ))}
    </Stack>
  )
}
