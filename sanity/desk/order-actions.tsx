import {Checkbox, Flex, Stack, Text, TextArea, TextInput} from '@sanity/ui'
import {useState} from 'react'
import {MAX_LETTER_CHARACTERS, MAX_NOTE_CHARACTERS, type ShownOrder, STATE_WORDS} from '#lib/format/desk.ts'
import type {OrderState} from '#lib/format/purchases.ts'
import {draftsOf, useAsk, useDraft} from './client.ts'
import {type Act, AskedOnce, amount, Field, useAct} from './parts.tsx'

/** What moving an order on to a state means. */
const ADVANCE: Partial<Record<OrderState, {label: string; explanation: string}>> = {
  awaiting_details: {
    label: 'The client has the form',
    explanation: 'The order then waits for the client’s details.',
  },
  in_set_up: {
    label: 'Begin the set-up',
    explanation:
      'Work on the set-up begins. The terms give no refund from then on. You can take this step back.',
  },
  live: {
    label: 'It is live',
    explanation: 'The assistant answers its leads. You can take this step back.',
  },
}

type ActionsProps = {order: ShownOrder; onDone: () => void}
type ActionProps = {order: ShownOrder; act: Act; isBusy: boolean}

/** What can be done with an order now. Each says what it does, and asks once. */
export function OrderActions({order, onDone}: ActionsProps) {
  const {act, isBusy} = useAct(onDone)
  const props = {order, act, isBusy}
  const {can} = order
  return (
    <Flex gap={3} wrap="wrap" role="group" aria-label="What you can do">
      {can.advanceTo && <Advance {...props} to={can.advanceTo} />}
      {can.backTo && <Back {...props} to={can.backTo} />}
      {can.write && <Write {...props} />}
      {can.sendSetupLink && <SendSetupLink {...props} />}
      {can.write && <Tell {...props} />}
      <Note {...props} />
      {can.refund && <Refund {...props} />}
    </Flex>
  )
}

function Advance({order, act, isBusy, to}: ActionProps & {to: OrderState}) {
  const ask = useAsk()
  const [tellClient, setTellClient] = useState(true)
  const {id: orderId, version, can} = order
  const words = ADVANCE[to] ?? {label: STATE_WORDS[to], explanation: ''}
  return (
    <AskedOnce
      label={words.label}
      explanation={
        can.needsDetails
          ? `The client has not sent the set-up form yet. ${words.explanation}`
          : words.explanation
      }
      yes={can.needsDetails ? 'Begin without the form' : words.label}
      tone="default"
      mode="default"
      isBusy={isBusy}
      onYes={() =>
        act(() => ask('advance-order', {orderId, version, withoutDetails: can.needsDetails, tellClient}))
      }
    >
      {can.write && (
        <Flex as="label" gap={3} align="center">
          <Checkbox
            checked={tellClient}
            onChange={({currentTarget}) => setTellClient(currentTarget.checked)}
          />
          <Text>Tell the client by mail</Text>
        </Flex>
      )}
    </AskedOnce>
  )
}

function Back({order: {id: orderId, version}, act, isBusy, to}: ActionProps & {to: OrderState}) {
  const ask = useAsk()
  return (
    <AskedOnce
      label="Take the last step back"
      explanation={`The order is then again: ${STATE_WORDS[to]}. The client is not told; mail that went out stays out.`}
      yes="Take it back"
      isBusy={isBusy}
      onYes={() => act(() => ask('move-order-back', {orderId, version}))}
    />
  )
}

/** An amount as a person types it, `9.90`, in cents; nothing when it is none. */
function readCents(text: string): number | undefined {
  const [, whole, cents = ''] = /^\s*\$?\s*(\d{1,7})(?:\.(\d{1,2}))?\s*$/.exec(text) ?? []
  return whole === undefined ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}

function Refund({order: {id: orderId, version, money}, act, isBusy}: ActionProps) {
  const ask = useAsk()
  const left = money.left?.amount ?? 0
  const [typed, setTyped] = useState('')
  const cents = typed.trim() === '' ? left : readCents(typed)
  const isFine = cents !== undefined && cents > 0 && cents <= left
  const words = isFine && money.left ? amount({...money.left, amount: cents}) : ''
  return (
    <AskedOnce
      label="Give money back"
      explanation={`Up to ${amount(money.left)} can go back to the card or account that paid. With all of it the order ends; with a part it goes on. The client is told by mail. This cannot be taken back.`}
      yes={words ? `Give back ${words}` : 'Give back'}
      tone="critical"
      isBusy={isBusy}
      isReady={isFine}
      onYes={() =>
        act(() =>
          ask('refund-order', {
            orderId,
            version,
            refundedBefore: money.refunded?.amount ?? 0,
            ...(cents !== left && {amount: cents}),
          }),
        )
      }
    >
      <Field label={`Amount in dollars; leave it empty for all of it (${amount(money.left)})`}>
        {(id) => (
          <TextInput
            id={id}
            inputMode="decimal"
            placeholder="for example 9.90"
            value={typed}
            onChange={({currentTarget}) => setTyped(currentTarget.value)}
          />
        )}
      </Field>
      {!isFine && <Text>Please enter an amount from $0.01 to {amount(money.left)}, such as 9.90.</Text>}
    </AskedOnce>
  )
}

function SendSetupLink({order: {id: orderId, contact}, act, isBusy}: ActionProps) {
  const ask = useAsk()
  return (
    <AskedOnce
      label="Send a new set-up link"
      explanation={`A mail with a new link to the set-up form goes to ${contact.email}. What was saved is still there; older links stop working.`}
      yes="Send it"
      isBusy={isBusy}
      onYes={() => act(() => ask('send-setup-link', {orderId}))}
    />
  )
}

function Tell({order: {id: orderId, state, contact}, act, isBusy}: ActionProps) {
  const ask = useAsk()
  return (
    <AskedOnce
      label="Tell the client where it stands"
      explanation={`A mail goes to ${contact.email}: ${STATE_WORDS[state]}. If they were told of this already, nothing is sent.`}
      yes="Send it"
      isBusy={isBusy}
      onYes={() => act(() => ask('tell-client', {orderId}))}
    />
  )
}

/** Words that are sent or kept; the same words twice are one letter, until they are away. */
const LETTERS = draftsOf(() => ({id: crypto.randomUUID(), subject: '', body: ''}))
const NOTES = draftsOf(() => ({id: crypto.randomUUID(), body: ''}))

function Write({order: {id: orderId, contact}, act, isBusy}: ActionProps) {
  const ask = useAsk()
  const {draft, change, clear} = useDraft(LETTERS, orderId)
  return (
    <AskedOnce
      label="Write to the client"
      explanation={`The letter goes to ${contact.email}. Their answer comes to your mailbox.`}
      yes="Send the letter"
      isBusy={isBusy}
      isReady={draft.subject.trim() !== '' && draft.body.trim() !== ''}
      onYes={async () => {
        const {id: letterId, subject, body} = draft
        const isSent = await act(() => ask('write-to-client', {orderId, letterId, subject, body}))
        if (isSent) clear()
        return isSent
      }}
    >
      <Stack gap={4}>
        <Field label="Subject">
          {(id) => (
            <TextInput
              id={id}
              maxLength={200}
              value={draft.subject}
              onChange={({currentTarget}) => change({subject: currentTarget.value})}
            />
          )}
        </Field>
        <Field label="Letter">
          {(id) => (
            <TextArea
              id={id}
              rows={8}
              maxLength={MAX_LETTER_CHARACTERS}
              value={draft.body}
              onChange={({currentTarget}) => change({body: currentTarget.value})}
            />
          )}
        </Field>
      </Stack>
    </AskedOnce>
  )
}

function Note({order: {id: orderId}, act, isBusy}: ActionProps) {
  const ask = useAsk()
  const {draft, change, clear} = useDraft(NOTES, orderId)
  return (
    <AskedOnce
      label="Add a note"
      explanation="Only administrators see it, in the order’s history. Write nothing that the client should not read: they may ask to see what is held about them."
      yes="Keep the note"
      isBusy={isBusy}
      isReady={draft.body.trim() !== ''}
      onYes={async () => {
        const isKept = await act(() => ask('add-note', {orderId, noteId: draft.id, body: draft.body}))
        if (isKept) clear()
        return isKept
      }}
    >
      <Field label="Note">
        {(id) => (
          <TextArea
            id={id}
            rows={5}
            maxLength={MAX_NOTE_CHARACTERS}
            value={draft.body}
            onChange={({currentTarget}) => change({body: currentTarget.value})}
          />
        )}
      </Field>
    </AskedOnce>
  )
}
