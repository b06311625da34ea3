import {SearchIcon} from '@sanity/icons/Search'
import {WarningOutlineIcon} from '@sanity/icons/WarningOutline'
import {
  Badge,
  type BadgeTone,
  Box,
  Button,
  Card,
  Container,
  Dialog,
  Flex,
  Heading,
  Select,
  Spinner,
  Stack,
  Text,
  TextInput,
} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {type ComponentProps, type ReactNode, useCallback, useId, useState} from 'react'
import {type DeskMoney, STATE_WORDS} from '#lib/format/desk.ts'
import type {OrderState} from '#lib/format/purchases.ts'
import {formatMoney} from '#lib/format/text.ts'
import {DeskProblem, type Trouble} from './client.ts'

/** Text that is not to be overlooked, and yet not loud: the Studio's own muted text is too pale for small print. */
export const QUIET = {color: 'var(--card-fg-color)', opacity: 0.82}

type ScreenProps = {title: string; trouble: Trouble | undefined; before?: ReactNode; children: ReactNode}

/** A screen of the desk. */
export function Screen({title, trouble, before, children}: ScreenProps) {
  return (
    <Card height="fill" overflow="auto" padding={[4, 4, 5]} data-testid="desk-screen">
      <Container width={4}>
        <Stack gap={5} as="main">
          {before}
          <Heading as="h1" size={[2, 3]} style={{overflowWrap: 'anywhere'}}>
            {title}
          </Heading>
          <TroubleNote trouble={trouble} />
          {children}
        </Stack>
      </Container>
    </Card>
  )
}

export function Section({title, children}: {title: string; children: ReactNode}) {
  return (
    <Stack gap={4} as="section">
      <Heading as="h2" size={1}>
        {title}
      </Heading>
      {children}
    </Stack>
  )
}

/** Why nothing, or nothing new, is shown. It stays in view, so that what is old is not taken for new. */
export function TroubleNote({trouble}: {trouble: Trouble | undefined}) {
  if (!trouble) return null
  const {problem, at} = trouble
  return (
    <div role="alert" style={{position: 'sticky', top: 0, zIndex: 1}}>
      <Card tone="caution" border radius={2} padding={4}>
        <Flex gap={3}>
          <Text>
            <WarningOutlineIcon />
          </Text>
          <Text>
            {problem.message}
            {at && ` What you see is as it was at ${TIME.format(at)}, and may have changed since.`}
          </Text>
        </Flex>
      </Card>
    </div>
  )
}

export function Loading() {
  return (
    <Flex align="center" gap={3} padding={4}>
      <Spinner />
      <Text>Loading</Text>
    </Flex>
  )
}

/** Names and values: beside each other, and under each other where that is too narrow. */
export function Facts({facts}: {facts: readonly (readonly [string, ReactNode])[]}) {
  return (
    <dl style={{margin: 0, display: 'grid', gap: '1rem'}}>
      {facts.map(([name, value]) => (
        <div key={name} style={{display: 'flex', flexWrap: 'wrap', gap: '.5rem 1rem'}}>
          <dt style={{flex: '1 1 9rem', maxWidth: '100%'}}>
            <Text size={1} style={QUIET}>
              {name}
            </Text>
          </dt>
          <dd style={{flex: '2 1 16rem', margin: 0}}>
            <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{value}</Text>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const DATE_AND_TIME = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
})
const TIME = new Intl.DateTimeFormat('en-US', {hour: 'numeric', minute: '2-digit', second: '2-digit'})
const DAY = new Intl.DateTimeFormat('en-US', {weekday: 'short', month: 'short', day: 'numeric'})

/** A moment in the reader's own time. */
export function When({at}: {at: string}) {
  return <time dateTime={at}>{DATE_AND_TIME.format(new Date(at))}</time>
}

export const day = (at: string) => DAY.format(new Date(at))

export const amount = (money: DeskMoney | undefined) =>
  money === undefined ? '' : formatMoney(money.amount, money.currency)

/** Does something at the site, says what came of it if there is something to say, and whether it is under way. */
export function useAct(onDone: () => void) {
  const toast = useToast()
  const [isBusy, setIsBusy] = useState(false)
  const act = useCallback(
    async (work: () => Promise<{said: string} | undefined>): Promise<boolean> => {
      setIsBusy(true)
      try {
        const done = await work()
        if (done) toast.push({status: 'success', title: done.said})
        return true
      } catch (error) {
        const words = error instanceof DeskProblem ? error.message : 'It was not done. Reload the window.'
        toast.push({status: 'warning', title: words, closable: true, duration: 15_000})
        return false
      } finally {
        setIsBusy(false)
        onDone()
      }
    },
    [onDone, toast],
  )
  return {act, isBusy}
}

export type Act = ReturnType<typeof useAct>['act']

type AskedOnceProps = {
  label: string
  /** What it does, in plain words. */
  explanation: string
  /** The words of the button that does it. */
  yes: string
  tone?: ComponentProps<typeof Button>['tone']
  mode?: ComponentProps<typeof Button>['mode']
  isBusy: boolean
  children?: ReactNode
  /** Whether what is filled in is enough. */
  isReady?: boolean
  /** Returns whether it was done; the dialog stays when it was not. */
  onYes: () => Promise<boolean>
}

/** A button that says what it does, and asks once, before it does it. */
export function AskedOnce(props: AskedOnceProps) {
  const {
    label,
    explanation,
    yes,
    tone = 'default',
    mode = 'ghost',
    isBusy,
    children,
    isReady = true,
    onYes,
  } = props
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const close = () => setIsOpen(false)
  return (
    <>
      <Button
        text={label}
        tone={tone}
        mode={mode}
        padding={4}
        disabled={isBusy}
        onClick={() => setIsOpen(true)}
      />
      {isOpen && (
        <Dialog
          id={id}
          header={label}
          width={1}
          onClose={close}
          onClickOutside={close}
          footer={
            <Flex gap={3} padding={3} justify="flex-end" wrap="wrap">
              <Button text="Leave it as it is" mode="ghost" padding={4} disabled={isBusy} onClick={close} />
              <Button
                text={yes}
                tone={tone === 'default' ? 'primary' : tone}
                padding={4}
                loading={isBusy}
                disabled={isBusy || !isReady}
                onClick={async () => {
                  if (await onYes()) close()
                }}
              />
            </Flex>
          }
        >
          <Stack gap={4} padding={4}>
            <Text>{explanation}</Text>
            {children}
          </Stack>
        </Dialog>
      )}
    </>
  )
}

/** A field with its label. */
export function Field({label, children}: {label: string; children: (id: string) => ReactNode}) {
  const id = useId()
  return (
    <Stack gap={3}>
      <Text as="label" size={1} weight="medium" {...{htmlFor: id}}>
        {label}
      </Text>
      <Box>{children(id)}</Box>
    </Stack>
  )
}

/** What is searched for among the lines of a list. */
export function SearchField(props: {label: string; value: string; onChange: (words: string) => void}) {
  const {label, value, onChange} = props
  return (
    <Stack flex={2} style={{minWidth: '14rem'}}>
      <Field label={label}>
        {(id) => (
          <TextInput
            id={id}
            type="search"
            icon={SearchIcon}
            padding={4}
            value={value}
            onChange={({currentTarget}) => onChange(currentTarget.value)}
          />
        )}
      </Field>
    </Stack>
  )
}

type ChoiceFieldProps = {
  label: string
  /** Each value with the words for it. */
  choices: readonly (readonly [value: string, words: string])[]
  value: string
  onChange: (value: string) => void
}

/** One of a few. */
export function ChoiceField({label, choices, value, onChange}: ChoiceFieldProps) {
  return (
    <Stack flex={1} style={{minWidth: '11rem'}}>
      <Field label={label}>
        {(id) => (
          <Select
            id={id}
            padding={4}
            value={value}
            onChange={({currentTarget}) => onChange(currentTarget.value)}
          >
            {choices.map(([choice, words]) => (
              <option key={choice} value={choice}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Stack>
  )
}

/** Goes through a long list, page by page. */
export function Pages(props: {total: number; offset: number; size: number; onGo: (offset: number) => void}) {
  const {total, offset, size, onGo} = props
  if (total <= size) return null
  return (
    <Flex as="nav" aria-label="Pages of the list" gap={3} align="center" wrap="wrap">
      <Button
        text="Earlier lines"
        mode="ghost"
        padding={4}
        disabled={offset === 0}
        onClick={() => onGo(Math.max(0, offset - size))}
      />
      <Text size={1}>
        {offset + 1} to {Math.min(total, offset + size)} of {total.toLocaleString('en-US')}
      </Text>
      <Button
        text="Further lines"
        mode="ghost"
        padding={4}
        disabled={offset + size >= total}
        onClick={() => onGo(offset + size)}
      />
    </Flex>
  )
}

const TONES: Readonly<Record<OrderState, BadgeTone>> = {
  pending: 'default',
  paid: 'primary',
  awaiting_details: 'caution',
  in_set_up: 'primary',
  live: 'positive',
  refunded: 'default',
  cancelled: 'default',
  disputed: 'critical',
}

/** Where an order stands. One that waits for the client's form no longer does once the form is in. */
export function StateBadge({state, detailsAt}: {state: OrderState; detailsAt?: string | undefined}) {
  if (state === 'awaiting_details' && detailsAt) return <Badge tone="primary">Details are in</Badge>
  return <Badge tone={TONES[state]}>{STATE_WORDS[state]}</Badge>
}
