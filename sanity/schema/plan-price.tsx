import {Card, Stack, Text} from '@sanity/ui'
import {useEffect, useState} from 'react'
import type {ConditionalPropertyCallbackContext, StringInputProps} from 'sanity'
import {isLookupKey, type PriceLookup, priceLookup, priceLookupPath} from '#lib/format/purchases.ts'
import {formatMoney} from '#lib/format/text.ts'
import {isAdministrator} from '../roles.ts'

/** Milliseconds for which an answer counts: the form and its rules ask for the same within moments. */
const ANSWER_LASTS_MS = 15_000
const TIMEOUT_MS = 8_000
/** Milliseconds without a keystroke after which a key counts as typed. */
const TYPING_PAUSE_MS = 400

const answers = new Map<string, {at: number; answer: Promise<PriceLookup>}>()

/** What the site says of a key. It says `unreachable` too when the site itself does not answer. */
function askPrice(key: string): Promise<PriceLookup> {
  const known = answers.get(key)
  if (known && Date.now() - known.at < ANSWER_LASTS_MS) return known.answer
  const answer = fetch(priceLookupPath(key), {signal: AbortSignal.timeout(TIMEOUT_MS)})
    .then(async (response) => priceLookup.parse(await response.json()))
    .catch((): PriceLookup => ({ok: false, reason: 'unreachable'}))
  answers.set(key, {at: Date.now(), answer})
  return answer
}

/** What is wrong with a price, and what to do. Stripe's dashboard calls a lookup key by the same name. */
const REFUSALS: Readonly<Record<Exclude<PriceLookup, {ok: true}>['reason'], string>> = {
  'unknown-price':
    'Stripe has no price with this lookup key, so nobody could buy the plan. Copy the key from the price in Stripe.',
  'archived-price':
    'The price with this lookup key was archived in Stripe, so nobody can buy the plan now. Move the key to a price that is on sale.',
  'recurring-price':
    'The price with this lookup key is a subscription’s. A plan is paid once: use the key of a one-time price.',
  'unusable-price':
    'The price with this lookup key cannot be sold here: it must be one price with a fixed amount in US dollars.',
  unreachable:
    'Stripe does not answer now, so the amount cannot be shown. Nothing is wrong with the plan itself.',
  busy: 'Stripe is busy now, so the amount cannot be shown. Nothing is wrong with the plan itself.',
}

/** What does not come from a mistake in the plan: Stripe may be away, and a price may be taken off sale on purpose. */
const MAY_PASS: ReadonlySet<string> = new Set(['archived-price', 'unreachable', 'busy'])

/** Tells an editor what a key stands for. */
export function priceWords(lookup: PriceLookup): string {
  if (!lookup.ok) return REFUSALS[lookup.reason]
  const {amount, currency, product} = lookup.price
  return `Stripe charges ${formatMoney(amount, currency)} now${product ? `, for “${product}”` : ''}.`
}

/** Tells an editor in plain words why a plan with this key could not be sold. */
export async function validatePriceAtStripe(
  key: string | undefined,
  ask: (key: string) => Promise<PriceLookup> = askPrice,
): Promise<true | string> {
  // Another rule speaks of what is no key.
  if (!key || !isLookupKey(key)) return true
  const lookup = await ask(key)
  return lookup.ok || MAY_PASS.has(lookup.reason) || REFUSALS[lookup.reason]
}

/** Whether a person may not say what a plan costs. */
export function mayNotPrice({currentUser}: Pick<ConditionalPropertyCallbackContext, 'currentUser'>): boolean {
  return !isAdministrator(currentUser)
}

/** The field of a lookup key, with what Stripe charges for it now. */
export function LookupKeyInput(props: StringInputProps) {
  const {value} = props
  const [shown, setShown] = useState<{key: string; lookup: PriceLookup}>()
  useEffect(() => {
    if (!value || !isLookupKey(value)) return undefined
    let isCurrent = true
    const pause = setTimeout(async () => {
      const lookup = await askPrice(value)
      if (isCurrent) setShown({key: value, lookup})
    }, TYPING_PAUSE_MS)
    return () => {
      isCurrent = false
      clearTimeout(pause)
    }
  }, [value])
  const current = shown?.key === value ? shown?.lookup : undefined
  return (
    <Stack gap={3}>
      {props.renderDefault(props)}
      {current && (
        <Card
          padding={3}
          radius={2}
          border
          tone={current.ok ? 'positive' : 'caution'}
          data-testid="price-at-stripe"
        >
          <Text size={1}>{priceWords(current)}</Text>
        </Card>
      )}
    </Stack>
  )
}
