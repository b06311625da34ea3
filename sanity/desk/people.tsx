import {Badge, Box, Button, Card, Flex, Stack, Text, TextArea, TextInput} from '@sanity/ui'
import {type FormEvent, useState} from 'react'
import {IntentLink, useRouterState} from 'sanity/router'
import {type DeskAnswer, MAX_REASON_CHARACTERS, type RequestLine} from '#lib/format/desk.ts'
import {draftsOf, useAsk, useDraft, useLive} from './client.ts'
import {AskedOnce, ChoiceField, day, Field, Loading, QUIET, Screen, Section, useAct, When} from './parts.tsx'
import {deskIntent} from './waiting.tsx'

type Person = DeskAnswer<'find-person'>

/** The address that is being typed, or that a link of another screen looks up: an address of a person stands in no address of a page. */
const ADDRESSES = draftsOf(() => ({address: ''}))
const LOOKED_UP = 'looked up'

/** Types an address into the field of *People*, before it is opened. */
export const lookUp = (address: string) => ADDRESSES.kept.set(LOOKED_UP, {address})

const SHOW = {open: 'Open requests', all: 'All requests'} as const

/** The tool *People*: data requests with their clocks, and everything about one person. */
export function People() {
  const ask = useAsk()
  const opened = useRouterState((state) => state.id)
  const [show, setShow] = useState('open')
  const {data, trouble, reload} = useLive('list-requests', {all: show === 'all'})
  const {draft, change} = useDraft(ADDRESSES, LOOKED_UP)
  const [person, setPerson] = useState<Person>()
  const {act, isBusy} = useAct(reload)
  const find = (address: string) =>
    act(async () => {
      setPerson(undefined)
      setPerson(await ask('find-person', {address}))
      return undefined
    })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void find(draft.address.trim())
  }
  return (
    <Screen title="People" trouble={trouble}>
      {(!trouble || trouble.at) && (
        <Section title="Everything about a person">
          <form onSubmit={onSubmit}>
            <Flex gap={3} align="flex-end" wrap="wrap">
              <Stack flex={1} style={{minWidth: '14rem'}}>
                <Field label="E-mail address">
                  {(id) => (
                    <TextInput
                      id={id}
                      type="email"
                      autoComplete="off"
                      padding={4}
                      value={draft.address}
                      onChange={({currentTarget}) => change({address: currentTarget.value})}
                    />
                  )}
                </Field>
              </Stack>
              <Button
                type="submit"
                text="Look it up"
                tone="default"
                padding={4}
                loading={isBusy}
                disabled={isBusy || draft.address.trim() === ''}
              />
            </Flex>
          </form>
          <Text size={1} style={QUIET}>
            Orders, messages and requests of this address, and what Stripe holds. That you looked is written
            down.
          </Text>
          {person && <Found person={person} onChanged={() => void find(person.address)} />}
        </Section>
      )}
      <Section title="Data requests">
        <ChoiceField label="Show" choices={Object.entries(SHOW)} value={show} onChange={setShow} />
        {!data && !trouble && <Loading />}
        {data?.requests.length === 0 && (
          <Text>{show === 'open' ? 'No data request is open.' : 'There was no data request yet.'}</Text>
        )}
        {data?.requests.map((request) => (
          <Request key={request.id} request={request} isOpened={request.id === opened} onDone={reload} />
        ))}
      </Section>
    </Screen>
  )
}

const ENDED: ReadonlySet<string> = new Set(['Done', 'Refused'])

const REASONS = draftsOf(() => ({why: ''}))

type RequestProps = {request: RequestLine; isOpened: boolean; onDone: () => void}

function Request({request, isOpened, onDone}: RequestProps) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const {draft, change, clear} = useDraft(REASONS, request.id)
  const {id: requestId, about, email, state, receivedAt, dueAt, isLate, needsOwner, atStripe, words} = request
  const hasEnded = ENDED.has(state)
  return (
    <Card
      border
      radius={2}
      padding={4}
      tone={isLate ? 'critical' : isOpened ? 'primary' : 'default'}
      ref={(card: HTMLElement | null) => {
        if (isOpened) card?.scrollIntoView({block: 'nearest'})
      }}
    >
      <Stack gap={4}>
        <Flex gap={3} justify="space-between" wrap="wrap">
          <Text weight="medium">{about}</Text>
          {!hasEnded && (
            <Badge tone={isLate ? 'critical' : 'caution'}>
              {isLate ? 'late: was due' : 'answer by'} {day(dueAt)}
            </Badge>
          )}
        </Flex>
        <Text size={1} style={QUIET}>
          {[requestId, state, email].filter(Boolean).join(' · ')} · <When at={receivedAt} />
        </Text>
        {words && <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{words}</Text>}
        {atStripe.length > 0 && (
          <Text size={1} style={{overflowWrap: 'anywhere'}}>
            Stripe did not take the redaction from the site. Ask for it at{' '}
            <a href="https://support.stripe.com" target="_blank" rel="noreferrer">
              support.stripe.com
            </a>{' '}
            with these numbers: {atStripe.join(', ')}. Say here that it is done when Stripe has answered.
          </Text>
        )}
        {needsOwner ? (
          <Flex gap={3} wrap="wrap">
            <AskedOnce
              label="It is done"
              explanation="You have done what was asked for. The person is told by mail."
              yes="It is done"
              tone="default"
              isBusy={isBusy}
              onYes={() => act(() => ask('complete-request', {requestId}))}
            />
            <AskedOnce
              label="Refuse it"
              explanation="The person is told by mail, with the reason that you write here."
              yes="Refuse it"
              tone="critical"
              isBusy={isBusy}
              isReady={draft.why.trim() !== ''}
              onYes={async () => {
                const isRefused = await act(() => ask('deny-request', {requestId, why: draft.why}))
                if (isRefused) clear()
                return isRefused
              }}
            >
              <Field label="Why">
                {(id) => (
                  <TextArea
                    id={id}
                    rows={4}
                    maxLength={MAX_REASON_CHARACTERS}
                    value={draft.why}
                    onChange={({currentTarget}) => change({why: currentTarget.value})}
                  />
                )}
              </Field>
            </AskedOnce>
          </Flex>
        ) : (
          !hasEnded && (
            <Text size={1}>The person and the site do this by themselves; you need do nothing.</Text>
          )
        )}
      </Stack>
    </Card>
  )
}

function Found({person, onChanged}: {person: Person; onChanged: () => void}) {
  const {address, orderIds, messageIds, tables, erasedAt} = person
  const isNothing = orderIds.length + messageIds.length + tables.length === 0
  return (
    <Stack gap={5}>
      {isNothing && <Text>Nothing is held about {address}.</Text>}
      {erasedAt && (
        <Text>
          Erased on <When at={erasedAt} />.
        </Text>
      )}
      {!isNothing && (
        <Flex gap={3} wrap="wrap">
          {person.contact && <Correct address={address} shown={person.contact} onDone={onChanged} />}
          <Erase person={person} onDone={onChanged} />
        </Flex>
      )}
      {orderIds.map((id) => (
        <Text key={id}>
          <IntentLink {...deskIntent('order', id)}>Order {id}</IntentLink>
        </Text>
      ))}
      {messageIds.map((id) => (
        <Text key={id}>
          <IntentLink {...deskIntent('message', id)}>Message {id}</IntentLink>
        </Text>
      ))}
      {tables.map(({title, note, head, rows}) => (
        <Stack key={title} gap={3} as="section">
          <Text as="h3" weight="semibold">
            {title}
          </Text>
          <Text size={1} style={QUIET}>
            {note}
          </Text>
          {rows.map((row) => (
            <Card key={row.join('\n')} border radius={2} padding={3}>
              <Stack gap={2}>
                {row.map(
                  (cell, column) =>
                    cell && (
                      <Text
                        key={head[column]}
                        size={1}
                        style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}
                      >
                        {head[column]}: {cell}
                      </Text>
                    ),
                )}
              </Stack>
            </Card>
          ))}
        </Stack>
      ))}
    </Stack>
  )
}

const FIELDS = {name: 'Name', businessName: 'Business', email: 'E-mail', phone: 'Phone'} as const
const FIELD_NAMES = ['name', 'businessName', 'email', 'phone'] as const

type CorrectProps = {address: string; shown: NonNullable<Person['contact']>; onDone: () => void}

function Correct({address, shown, onDone}: CorrectProps) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const [typed, setTyped] = useState(shown)
  const changed = FIELD_NAMES.filter((field) => typed[field] !== shown[field])
  const wanted = Object.fromEntries(changed.map((field) => [field, typed[field]]))
  return (
    <AskedOnce
      label="Correct contact details"
      explanation="Be sure who asks. It is corrected here and at Stripe, and the person is told by mail."
      yes="Correct it"
      isBusy={isBusy}
      isReady={changed.length > 0}
      onYes={() => act(() => ask('correct-person', {address, shown, wanted}))}
    >
      <Stack gap={4}>
        {FIELD_NAMES.map((field) => (
          <Field key={field} label={FIELDS[field]}>
            {(id) => (
              <TextInput
                id={id}
                value={typed[field]}
                onChange={({currentTarget: {value}}) => setTyped((before) => ({...before, [field]: value}))}
              />
            )}
          </Field>
        ))}
      </Stack>
    </AskedOnce>
  )
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

function Erase({person: {address, erasure}, onDone}: {person: Person; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const {orders, messages, setUpForms, holds, unfinishedOrders} = erasure
  return (
    <AskedOnce
      label="Erase this person"
      explanation={`Be sure who asks. What is held in ${[counted(orders, 'order'), counted(messages, 'message'), counted(setUpForms, 'set-up form')].join(', ')} is erased for good, and Stripe is asked to redact its part. This cannot be taken back.`}
      yes="Erase it for good"
      tone="critical"
      isBusy={isBusy}
      onYes={() => act(() => ask('erase-person', {address}))}
    >
      {unfinishedOrders.length > 0 && (
        <Text>Paid and not finished, and then without an address: {unfinishedOrders.join(', ')}.</Text>
      )}
      {holds.map(({order, what, why, until}) => (
        <Box key={`${order}-${what}`}>
          <Text size={1}>
            {order}, until {until}: {what} {why}
          </Text>
        </Box>
      ))}
    </AskedOnce>
  )
}
