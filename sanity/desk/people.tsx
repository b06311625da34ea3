import {Badge, Box, Button, Card, Flex, Stack, Text, TextArea, TextInput} from '@sanity/ui'
import {type FormEvent, useState} from 'react'
import {IntentLink} from 'sanity/router'
import type {DeskAnswer} from '#lib/format/desk.ts'
import {MAX_REASON_CHARACTERS, type RequestLine} from '#lib/format/desk-people.ts'
import {useAsk, useLive} from './client.ts'
import {AskedOnce, day, Field, Loading, Problem, QUIET, Screen, Section, useAct, When} from './parts.tsx'
import {deskIntent} from './waiting.tsx'

type Person = DeskAnswer<'find-person'>

/** The tool *People*: data requests with their clocks, and everything about one person. */
export function People() {
  const ask = useAsk()
  const {data, problem, reload} = useLive('list-requests', {})
  const [typed, setTyped] = useState('')
  const [person, setPerson] = useState<Person>()
  const {act, isBusy} = useAct(reload)
  const find = (address: string) =>
    act(async () => {
      setPerson(undefined)
      setPerson(await ask('find-person', {address}))
      return {said: 'That you looked is written down.'}
    })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void find(typed.trim())
  }
  return (
    <Screen title="People">
      <Problem problem={problem} />
      <Section title="Data requests">
        {!data && !problem && <Loading />}
        {data?.requests.length === 0 && <Text>No data request is open.</Text>}
        {data?.requests.map((request) => (
          <Request key={request.id} request={request} onDone={reload} />
        ))}
      </Section>
      {!problem && (
        <Section title="Everything about a person">
          <form onSubmit={onSubmit}>
            <Flex gap={3} align="flex-end" wrap="wrap">
              <Stack flex={1} style={{minWidth: '14rem'}}>
                <Field label="E-mail address">
                  {(id) => (
                    <TextInput
                      id={id}
                      type="email"
                      required
                      padding={4}
                      value={typed}
                      onChange={({currentTarget}) => setTyped(currentTarget.value)}
                    />
                  )}
                </Field>
              </Stack>
              <Button type="submit" text="Look it up" tone="primary" padding={4} loading={isBusy} />
            </Flex>
          </form>
          {person && <Found person={person} onChanged={() => void find(person.address)} />}
        </Section>
      )}
    </Screen>
  )
}

function Request({request, onDone}: {request: RequestLine; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const [why, setWhy] = useState('')
  const {id: requestId, about, state, receivedAt, dueAt, isLate, needsOwner, words} = request
  return (
    <Card border radius={2} padding={4} tone={isLate ? 'critical' : 'default'}>
      <Stack gap={4}>
        <Flex gap={3} justify="space-between" wrap="wrap">
          <Text weight="medium">{about}</Text>
          <Badge tone={isLate ? 'critical' : 'caution'}>
            {isLate ? 'late: was due' : 'answer by'} {day(dueAt)}
          </Badge>
        </Flex>
        <Text size={1} style={QUIET}>
          {requestId} · {state} · <When at={receivedAt} />
        </Text>
        {words && <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{words}</Text>}
        {needsOwner ? (
          <Flex gap={3} wrap="wrap">
            <AskedOnce
              label="It is done"
              explanation="You have done what was asked for. The person is told by mail."
              yes="It is done"
              tone="primary"
              isBusy={isBusy}
              onYes={() => act(() => ask('complete-request', {requestId}))}
            />
            <AskedOnce
              label="Refuse it"
              explanation="The person is told by mail, with the reason that you write here."
              yes="Refuse it"
              tone="critical"
              isBusy={isBusy}
              isReady={why.trim() !== ''}
              onYes={() => act(() => ask('deny-request', {requestId, why}))}
            >
              <Field label="Why">
                {(id) => (
                  <TextArea
                    id={id}
                    rows={4}
                    maxLength={MAX_REASON_CHARACTERS}
                    value={why}
                    onChange={({currentTarget}) => setWhy(currentTarget.value)}
                  />
                )}
              </Field>
            </AskedOnce>
          </Flex>
        ) : (
          <Text size={1}>The person and the site do this by themselves; you need do nothing.</Text>
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
          {person.contact && <Correct person={person} onDone={onChanged} />}
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

function Correct({person, onDone}: {person: Person; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const [typed, setTyped] = useState(person.contact ?? {name: '', businessName: '', email: '', phone: ''})
  const changed = FIELD_NAMES.filter((field) => typed[field] !== person.contact?.[field])
  const wanted = Object.fromEntries(changed.map((field) => [field, typed[field]]))
  return (
    <AskedOnce
      label="Correct contact details"
      explanation="Be sure who asks. It is corrected here and at Stripe, and the person is told by mail."
      yes="Correct it"
      isBusy={isBusy}
      isReady={changed.length > 0}
      onYes={() => act(() => ask('correct-person', {address: person.address, wanted}))}
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

function Erase({person: {address, erasure}, onDone}: {person: Person; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const {orders, messages, setUpForms, holds, unfinishedOrders} = erasure
  return (
    <AskedOnce
      label="Erase this person"
      explanation={`Be sure who asks. What is held in ${orders} orders, ${messages} messages and ${setUpForms} set-up forms is erased for good, and Stripe is asked to redact its part. This cannot be taken back.`}
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
