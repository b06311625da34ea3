import {ArrowLeftIcon} from '@sanity/icons/ArrowLeft'
import {Box, Button, Card, Dialog, Flex, Grid, Stack, Text} from '@sanity/ui'
import {useId, useState} from 'react'
import {useCurrentUser} from 'sanity'
import {IntentLink, StateLink} from 'sanity/router'
import type {DeskAnswer, OrderEvent, ShownOrder} from '#lib/format/desk.ts'
import {useAsk, useLive} from './client.ts'
import {OrderActions} from './order-actions.tsx'
import {amount, Facts, Loading, QUIET, Screen, Section, StateBadge, useAct, When} from './parts.tsx'
import {lookUp} from './people.tsx'
import {deskIntent} from './waiting.tsx'

/** One order: where it stands, what can be done, what the client handed over, and all that happened. */
export function OrderPage({orderId}: {orderId: string}) {
  const {data: order, trouble, reload} = useLive('show-order', {orderId})
  const {contact} = order ?? {}
  return (
    <Screen
      title={contact?.businessName || contact?.name || orderId}
      trouble={trouble}
      before={<BackToList />}
    >
      {!order && !trouble && <Loading />}
      {order && (
        <>
          <Flex gap={3} align="center" wrap="wrap">
            <StateBadge {...order} />
            <Text>
              {order.planName} · {order.id}
            </Text>
          </Flex>
          <OrderActions order={order} onDone={reload} />
          <Grid gridTemplateColumns={[1, 1, 1, 2]} gap={6}>
            <Stack gap={6}>
              <Section title="Client">
                <Facts
                  facts={[
                    ['Name', contact?.name || 'Not known, or erased'],
                    ['Business', contact?.businessName || '–'],
                    ['E-mail', contact?.email || '–'],
                    ['Phone', <Phone key="phone" number={contact?.phone} />],
                  ]}
                />
                {contact?.email && (
                  <Text size={1}>
                    <IntentLink {...deskIntent('request', '')} onClick={() => lookUp(contact.email)}>
                      Correct it, or see all that is held about this person
                    </IntentLink>
                  </Text>
                )}
              </Section>
              <Money order={order} />
              <Details order={order} onLooked={reload} />
            </Stack>
            <History events={order.history} onDone={reload} />
          </Grid>
        </>
      )}
    </Screen>
  )
}

function Phone({number}: {number: string | undefined}) {
  return number ? <a href={`tel:${number}`}>{number}</a> : '–'
}

function BackToList() {
  return (
    <Box>
      <Button
        as={StateLink}
        {...{state: {}}}
        icon={ArrowLeftIcon}
        text="All orders"
        mode="bleed"
        padding={3}
      />
    </Box>
  )
}

function Money({order: {money, agreedTo, paidAt}}: {order: ShownOrder}) {
  return (
    <Section title="Money">
      <Facts
        facts={[
          ['Paid', money.paid ? amount(money.paid) : 'Nothing so far'],
          ...(money.refunded ? [['Given back', amount(money.refunded)] as const] : []),
          ...(money.refunded ? [['Kept', amount(money.left)] as const] : []),
          ...(paidAt ? [['Paid on', <When key="paid" at={paidAt} />] as const] : []),
          ...(money.stripeUrl
            ? [
                [
                  'At Stripe',
                  <a key="stripe" href={money.stripeUrl} target="_blank" rel="noreferrer">
                    Open the payment in the Stripe dashboard
                  </a>,
                ] as const,
              ]
            : []),
          ...agreedTo.map(
            ({name, words, path}) =>
              [
                `${name} that it was made under`,
                path ? (
                  <a key={name} href={path} target="_blank" rel="noreferrer">
                    {words}
                  </a>
                ) : (
                  words
                ),
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

/** What the client handed over, in the order of the form. Secrets are asked for one time, and gone when the page is left. */
function Details({order: {id: orderId, details}, onLooked}: {order: ShownOrder; onLooked: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onLooked)
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>()
  const hasSecrets = details.some(({fields}) => fields.some(({isSecret}) => isSecret))
  const reveal = () =>
    act(async () => {
      const found = await ask('reveal-secrets', {orderId})
      setSecrets(found.secrets)
      return {said: 'That you looked at the secrets is written down.'}
    })
  return (
    <Section title="Set-up details">
      {details.length === 0 && <Text>The client has not handed anything over.</Text>}
      {details.map(({title, fields}) => (
        <Stack key={title} gap={4} marginTop={3} as="section">
          <Text as="h3" weight="semibold">
            {title}
          </Text>
          <Facts
            facts={fields.map(({name, label, value, isSecret}) => [
              label,
              isSecret ? (secrets?.[name] ?? '•••••• (hidden)') : value,
            ])}
          />
        </Stack>
      ))}
      {hasSecrets && !secrets && (
        <Stack gap={3}>
          <Box>
            <Button text="Reveal the secrets" padding={4} mode="ghost" loading={isBusy} onClick={reveal} />
          </Box>
          <Text size={1} style={QUIET}>
            That you looked is written into the order’s history, with the time.
          </Text>
        </Stack>
      )}
      {secrets && (
        <Box>
          <Button text="Hide the secrets" padding={4} mode="ghost" onClick={() => setSecrets(undefined)} />
        </Box>
      )}
    </Section>
  )
}

const MAIL_WORDS = {waiting: 'waits to go out', sent: 'sent', dead: 'did not go out'} as const

function History({events, onDone}: {events: readonly OrderEvent[]; onDone: () => void}) {
  const me = useCurrentUser()?.id
  return (
    <Section title="What happened">
      <ol style={{listStyle: 'none', margin: 0, padding: 0}}>
        {events.map((event) => (
          <li key={`${event.at}-${event.kind}-${event.mailId ?? event.title}`}>
            <Card
              borderLeft
              paddingLeft={4}
              paddingBottom={5}
              tone={event.mailStatus === 'dead' ? 'critical' : 'default'}
            >
              <Stack gap={3}>
                <Text size={1} style={QUIET}>
                  <When at={event.at} />
                </Text>
                <Text weight="medium">
                  {event.title}
                  {event.mailStatus && `: ${MAIL_WORDS[event.mailStatus]}`}
                </Text>
                {event.detail && (
                  <Text size={1} style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>
                    {event.detail === `By studio:${me}` ? 'By you' : event.detail}
                  </Text>
                )}
                {event.mailId && (
                  <MailButtons mailId={event.mailId} status={event.mailStatus} onDone={onDone} />
                )}
              </Stack>
            </Card>
          </li>
        ))}
      </ol>
    </Section>
  )
}

type MailButtonsProps = {mailId: string; status: OrderEvent['mailStatus']; onDone: () => void}

/** Shows a mail as it went out, or sends one again that did not. */
export function MailButtons({mailId, status, onDone}: MailButtonsProps) {
  const ask = useAsk()
  const id = useId()
  const {act, isBusy} = useAct(onDone)
  const [mail, setMail] = useState<DeskAnswer<'read-mail'>>()
  const read = () =>
    act(async () => {
      setMail(await ask('read-mail', {mailId}))
      return undefined
    })
  return (
    <Flex gap={2}>
      {status === 'sent' && (
        <Button text="Read the mail" mode="ghost" fontSize={1} padding={3} disabled={isBusy} onClick={read} />
      )}
      {status === 'dead' && (
        <Button
          text="Send again"
          mode="ghost"
          fontSize={1}
          padding={3}
          disabled={isBusy}
          onClick={() => void act(() => ask('retry-mail', {mailId}))}
        />
      )}
      {mail && (
        <Dialog id={id} header={mail.subject} width={2} onClose={() => setMail(undefined)}>
          <Stack gap={4} padding={4}>
            <Text size={1} style={QUIET}>
              To {mail.to}, <When at={mail.sentAt} />. Links that open something are taken out.
            </Text>
            <Text style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{mail.body}</Text>
          </Stack>
        </Dialog>
      )}
    </Flex>
  )
}
