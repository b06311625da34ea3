import {Badge, Button, Card, Flex, Stack, Text} from '@sanity/ui'
import {IntentLink} from 'sanity/router'
import type {WaitingItem} from '#lib/format/desk.ts'
import type {DeskSubject} from '#lib/links/paths.ts'
import {useAsk, useLive} from './client.ts'
import {AskedOnce, amount, day, Loading, QUIET, Section, TroubleNote, useAct, When} from './parts.tsx'

const BUSINESS_POLL_MS = 30_000

/** What waits for the owner, and how the business stands: above everything else on the Studio's first screen. */
export function Waiting() {
  const {data, trouble, reload} = useLive('waiting', {})
  return (
    <div data-testid="desk-start">
      <Section title="Waiting for you">
        <TroubleNote trouble={trouble} />
        {!data && !trouble && <Loading />}
        {data?.items.length === 0 && (
          <Text>Nothing waits. New orders and messages appear here by themselves.</Text>
        )}
        {data && data.items.length > 0 && (
          <Card border radius={2} padding={1}>
            <ul style={{listStyle: 'none', margin: 0, padding: 0}} aria-label="Waiting for you">
              {data.items.map((item) => (
                <li key={`${item.kind}-${item.id}-${item.mailId ?? ''}`}>
                  <Item item={item} onDone={reload} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Business />
      </Section>
    </div>
  )
}

function Item({item, onDone}: {item: WaitingItem; onDone: () => void}) {
  const {kind, id, title, detail, dueAt, since, isLate, mailId} = item
  const words = (
    <Stack gap={3} flex={1}>
      <Text weight="medium">{title}</Text>
      <Text size={1} style={QUIET}>
        {detail}
      </Text>
      <Text size={1} style={QUIET}>
        Since <When at={since} />
      </Text>
    </Stack>
  )
  const badge = dueAt ? (
    <Badge tone={isLate ? 'critical' : 'caution'}>
      {isLate ? 'late' : 'by'} {day(dueAt)}
    </Badge>
  ) : (
    isLate && <Badge tone="critical">now</Badge>
  )
  return (
    <Flex align="center" gap={2} wrap="wrap">
      {kind !== 'site' ? (
        <Card as={IntentLink} {...deskIntent(kind, id)} padding={3} radius={2} data-as="a" style={WIDE}>
          <Flex align="center" gap={3}>
            {words}
            {badge}
          </Flex>
        </Card>
      ) : (
        <Flex align="center" gap={3} padding={3} style={WIDE}>
          {words}
          {badge}
        </Flex>
      )}
      {mailId && <MailButtons mailId={mailId} isDead={isLate} onDone={onDone} />}
    </Flex>
  )
}

/** Buttons stand under it where there is no room beside it. */
const WIDE = {flex: '1 1 16rem', minWidth: 0}

/** Sends a mail that was given up again, or puts it, or the news that it brought, aside. */
function MailButtons({mailId, isDead, onDone}: {mailId: string; isDead: boolean; onDone: () => void}) {
  const ask = useAsk()
  const {act, isBusy} = useAct(onDone)
  return (
    <Flex gap={2} padding={2} wrap="wrap">
      {isDead && (
        <Button
          text="Send again"
          mode="ghost"
          padding={4}
          disabled={isBusy}
          onClick={() => void act(() => ask('retry-mail', {mailId}))}
        />
      )}
      <AskedOnce
        label={isDead ? 'Do not send it' : 'Dealt with'}
        explanation={
          isDead
            ? 'The mail stays unsent, and waits for you no longer. In the history of its order it can be sent all the same.'
            : 'It waits for you no longer. You have done what it asks for.'
        }
        yes={isDead ? 'Do not send it' : 'It is dealt with'}
        mode="bleed"
        isBusy={isBusy}
        onYes={() => act(() => ask('dismiss-mail', {mailId}))}
      />
    </Flex>
  )
}

/** Where an order or a message is opened: see the tools. */
export function deskIntent(kind: DeskSubject, id: string) {
  return {intent: 'desk', params: {kind, id: id || 'all'}}
}

/** What is well, what is charged now, and this month's sales. */
function Business() {
  const {data, trouble} = useLive('business', {}, BUSINESS_POLL_MS)
  // Why nothing is known stands above already.
  if (!data) return trouble ? null : <Loading />
  const {services, prices, month, stripeUrl} = data
  const down = services.filter(({isUp}) => !isUp)
  const sums = (list: typeof month.paid) => list.map(amount).join(', ')
  return (
    <Card border radius={2} padding={4} tone={down.length > 0 ? 'caution' : 'default'}>
      <Stack gap={3}>
        <Text size={1}>
          {down.length === 0
            ? 'All is well: site, words, orders, payments and mail do their work.'
            : `Does not answer at the moment: ${down.map(({name}) => name).join(', ')}.`}
        </Text>
        <Text size={1}>
          {month.name}: {month.sales === 1 ? 'one sale' : `${month.sales} sales`}
          {month.paid.length > 0 && `, ${sums(month.paid)}`}
          {month.refunded.length > 0 && `, of which ${sums(month.refunded)} went back`}.{' '}
          <a href={stripeUrl} style={{textDecoration: 'underline'}} target="_blank" rel="noreferrer">
            Open Stripe
          </a>
        </Text>
        {prices.map(({name, price}) => (
          <Text key={name} size={1}>
            {name} costs {amount(price)} now.
          </Text>
        ))}
      </Stack>
    </Card>
  )
}
