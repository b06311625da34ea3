import {ArrowLeftIcon} from '@sanity/icons/ArrowLeft'
import {Badge, type BadgeTone, Box, Button, Card, Flex, Stack, Text, TextArea} from '@sanity/ui'
import {useState} from 'react'
import {IntentLink, StateLink, useRouterState} from 'sanity/router'
import {
  type DeskQuestion,
  LINES_A_PAGE,
  MAX_LETTER_CHARACTERS,
  type MessageLine,
  type ShownMessage,
} from '#lib/format/desk.ts'
import {draftsOf, useAsk, useDraft, useLive} from './client.ts'
import {MailButtons} from './order.tsx'
import {
  ChoiceField,
  day,
  Facts,
  Field,
  Loading,
  Pages,
  QUIET,
  Screen,
  SearchField,
  Section,
  useAct,
  When,
} from './parts.tsx'
import {deskIntent} from './waiting.tsx'

/** The tool *Messages*: the inbox, or one message. */
export function Messages() {
  const id = useRouterState((state) => state.id)
  return typeof id === 'string' && id !== 'all' ? <MessagePage key={id} messageId={id} /> : <Inbox />
}

type Listing = Required<DeskQuestion<'list-messages'>>

const SHOW = {open: 'Waiting for an answer', answered: 'Answered', spam: 'Spam'} as const

const NONE = {
  open: 'No message waits for an answer.',
  answered: 'No message was answered yet.',
  spam: 'There is no spam. What is marked as spam is erased 30 days after it came.',
} as const

const isShow = (value: string): value is keyof typeof SHOW => Object.hasOwn(SHOW, value)

function Inbox() {
  const [listing, setListing] = useState<Listing>({show: 'open', search: '', offset: 0})
  const {data, trouble} = useLive('list-messages', listing)
  const change = (part: Partial<Listing>) => setListing((before) => ({...before, offset: 0, ...part}))
  return (
    <Screen title="Messages" trouble={trouble}>
      <Flex gap={4} wrap="wrap">
        <SearchField label="Search" value={listing.search} onChange={(search) => change({search})} />
        <ChoiceField
          label="Show"
          choices={Object.entries(SHOW)}
          value={listing.show}
          onChange={(show) => isShow(show) && change({show})}
        />
      </Flex>
      {!data && !trouble && <Loading />}
      {data?.total === 0 && (
        <Text>{listing.search.trim() === '' ? NONE[listing.show] : 'No message fits.'}</Text>
      )}
      {data && data.total > 0 && (
        <ul
          aria-label="Messages"
          style={{listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '.5rem'}}
        >
          {data.messages.map((message) => (
            <li key={message.id}>
              <Line message={message} />
            </li>
          ))}
        </ul>
      )}
      {data && (
        <Pages
          total={data.total}
          offset={listing.offset}
          size={LINES_A_PAGE}
          onGo={(offset) => change({offset})}
        />
      )}
    </Screen>
  )
}

function Line({message}: {message: MessageLine}) {
  return (
    <Card as={StateLink} {...{state: {id: message.id}}} border radius={2} padding={4} data-as="a">
      <Stack gap={3}>
        <Flex gap={3} align="center" justify="space-between" wrap="wrap">
          <Text weight="medium">{message.name}</Text>
          <Flex gap={2}>
            <DueBadge message={message} />
            <MessageBadge state={message.state} />
          </Flex>
        </Flex>
        <Text size={1}>{message.about}</Text>
        <Text size={1} style={{...QUIET, overflowWrap: 'anywhere'}}>
          {message.excerpt}
        </Text>
        <Text size={1} style={QUIET}>
          <When at={message.createdAt} />
        </Text>
      </Stack>
    </Card>
  )
}

const STATES: Readonly<Record<MessageLine['state'], {words: string; tone: BadgeTone}>> = {
  open: {words: 'waits', tone: 'primary'},
  held: {words: 'held back', tone: 'caution'},
  answered: {words: 'answered', tone: 'positive'},
  spam: {words: 'spam', tone: 'default'},
}

function MessageBadge({state}: {state: MessageLine['state']}) {
  const {words, tone} = STATES[state]
  return <Badge tone={tone}>{words}</Badge>
}

function DueBadge({message: {answerBy, isLate, state}}: {message: MessageLine}) {
  if (!answerBy || state === 'answered' || state === 'spam') return null
  return (
    <Badge tone={isLate ? 'critical' : 'caution'}>
      {isLate ? 'late: was due' : 'answer by'} {day(answerBy)}
    </Badge>
  )
}

function MessagePage({messageId}: {messageId: string}) {
  const {data: message, trouble, reload} = useLive('show-message', {messageId})
  return (
    <Screen
      title={message ? `${message.name}: ${message.about}` : messageId}
      trouble={trouble}
      before={
        <Box>
          <Button
            as={StateLink}
            {...{state: {}}}
            icon={ArrowLeftIcon}
            text="All messages"
            mode="bleed"
            padding={3}
          />
        </Box>
      }
    >
      {!message && !trouble && <Loading />}
      {message && (
        <>
          <Flex gap={3} align="center" wrap="wrap">
            <MessageBadge state={message.state} />
            <DueBadge message={message} />
          </Flex>
          {message.heldBecause && message.state === 'held' && (
            <Card tone="caution" border radius={2} padding={4}>
              <Text>{message.heldBecause}</Text>
            </Card>
          )}
          <Card border radius={2} padding={4}>
            <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{message.message}</Text>
          </Card>
          <Answers message={message} onDone={reload} />
          <Reply message={message} onDone={reload} />
          <Section title="Sender">
            <Facts
              facts={[
                ['Name', message.name],
                ['Business', message.businessName || '–'],
                ['E-mail', message.email],
                ['Received', <When key="received" at={message.createdAt} />],
                ['Number', message.id],
              ]}
            />
            {message.orderIds.map((id) => (
              <Text key={id}>
                <IntentLink {...deskIntent('order', id)}>Order {id} has the same e-mail address</IntentLink>
              </Text>
            ))}
          </Section>
        </>
      )}
    </Screen>
  )
}

const SENT = {waiting: 'on its way', sent: 'sent', dead: 'did not go out'} as const

function Answers({message, onDone}: {message: ShownMessage; onDone: () => void}) {
  if (message.answers.length === 0) return null
  return (
    <Section title="Answers">
      {message.answers.map(({at, body, status, mailId}) => (
        <Card key={mailId} border radius={2} padding={4} tone={status === 'dead' ? 'critical' : 'positive'}>
          <Stack gap={3}>
            <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{body}</Text>
            <Text size={1}>
              <When at={at} />, {SENT[status]}
            </Text>
            <MailButtons mailId={mailId} status={status} onDone={onDone} />
          </Stack>
        </Card>
      ))}
    </Section>
  )
}

const ANSWERS = draftsOf(() => ({letterId: crypto.randomUUID(), body: ''}))

/** The answer, and what else can be said of a message. */
function Reply({message, onDone}: {message: ShownMessage; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  const {draft, change, clear} = useDraft(ANSWERS, message.id)
  const {id: messageId, version, state} = message
  const mark = (as: 'open' | 'answered' | 'spam') =>
    void act(() => ask('mark-message', {messageId, version, as}))
  return (
    <Section title={message.answers.length > 0 ? 'Write once more' : 'Answer'}>
      <Field label={`Your answer goes to ${message.email}`}>
        {(id) => (
          <TextArea
            id={id}
            rows={7}
            maxLength={MAX_LETTER_CHARACTERS}
            value={draft.body}
            onChange={({currentTarget: {value: body}}) => change({body})}
          />
        )}
      </Field>
      <Flex gap={3} wrap="wrap">
        <Button
          text="Send the answer"
          tone="default"
          padding={4}
          loading={isBusy}
          disabled={isBusy || draft.body.trim() === ''}
          onClick={async () => {
            const isSent = await act(() => ask('answer-message', {messageId, version, ...draft}))
            if (isSent) clear()
          }}
        />
        {state !== 'answered' && (
          <Button
            text="It needs no answer"
            mode="ghost"
            padding={4}
            disabled={isBusy}
            onClick={() => mark('answered')}
          />
        )}
        {(state === 'open' || state === 'held') && (
          <Button text="It is spam" mode="ghost" padding={4} disabled={isBusy} onClick={() => mark('spam')} />
        )}
        {state !== 'open' && (
          <Button
            text={state === 'held' ? 'It is no spam' : 'It waits again'}
            mode="ghost"
            padding={4}
            disabled={isBusy}
            onClick={() => mark('open')}
          />
        )}
      </Flex>
    </Section>
  )
}
