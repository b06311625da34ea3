import {randomUUID} from 'node:crypto'

/** An address that no other purchase uses: two by one person within a day are told to the owner. */
export const newEmail = (): string => `ann-${randomUUID().slice(0, 8)}@pipes.example`

/** What a buyer types on Stripe's page unless a test says otherwise, beside an address of their own. */
const DETAILS = {
  individual_name: 'Ann Pipes',
  business_name: 'Pipes & Sons',
  phone: '+1 415 555 2671',
  card_expiry: '12 / 34',
  card_cvc: '123',
}

type Details = Partial<typeof DETAILS & {email: string}>

export const CARDS = {
  succeeds: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  authenticates: '4000 0027 6000 3184',
} as const

/** Pays on the page of a session. Returns where Stripe sends the browser next, or nothing when the page stays. */
export function payByCard(
  url: string,
  card: string = CARDS.succeeds,
  details: Details = {},
): Promise<string | null> {
  return submit(url, {...DETAILS, email: newEmail(), ...details, method: 'card', card_number: card})
}

/** Pays by a bank debit, which settles later. */
export function payByBank(url: string, details: Details = {}): Promise<string | null> {
  return submit(url, {
    ...DETAILS,
    email: newEmail(),
    ...details,
    method: 'us_bank_account',
    account_number: '000123456789',
  })
}

/** Answers the bank's challenge of 3-D Secure. */
export function authenticate(url: string, result: 'pass' | 'fail'): Promise<string | null> {
  return submit(url, {result})
}

async function submit(url: string, fields: Record<string, string>): Promise<string | null> {
  const response = await fetch(url, {method: 'POST', body: new URLSearchParams(fields), redirect: 'manual'})
  const location = response.headers.get('location')
  await response.body?.cancel()
  return location === null ? null : new URL(location, url).href
}

/** Makes something happen in the stand-in for Stripe that no API call makes, such as a fault or the end of a bank debit. */
export async function control(
  stripeUrl: string,
  path: string,
  body: object = {},
  method = 'POST',
): Promise<unknown> {
  const response = await fetch(`${stripeUrl}/_control/${path}`, {
    method,
    ...(method === 'GET' ? {} : {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.status === 204 ? undefined : response.json()
}
