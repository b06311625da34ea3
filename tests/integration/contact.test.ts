import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {
  type ContactOutcome,
  contactLimits,
  eraseMessage,
  findMessage,
  listMessages,
  markDone,
  readTyped,
  receiveContact,
} from '#lib/contact/messages.ts'
import {auditLog, contactMessages} from '#lib/db/schema.ts'
import {listOutbox} from '#lib/outbox.ts'
import {runRetention} from '#lib/personal-data/retention.ts'
import {deliverMail} from '#lib/workers.ts'
import type {Mail} from '#tests/support/shop/inbox.ts'
import {openShop, type Shop} from '#tests/support/shop/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop({deaf: true})
})
afterAll(() => shop.close())

let people = 0
const WORDS = 'Does it work with Outlook?\n\nWe have two calendars.'

/** The form as a browser sends it, from a person and a network of their own. */
function form(typed: Record<string, string> = {}) {
  const email = `ann${++people}@pipes.example`
  const fields = {
    name: 'Ann Pipes',
    email,
    business_name: 'Pipes & Sons',
    subject: 'question',
    message: WORDS,
  }
  return {email, body: new URLSearchParams({...fields, ...typed}).toString()}
}

const send = (
  body: string,
  network = `network-${people}`,
  limits = contactLimits(),
): Promise<ContactOutcome> =>
  receiveContact(
    {...shop.commerce, limits},
    readTyped(Object.fromEntries(new URLSearchParams(body))),
    network,
  )

const messagesOf = (email: string) => listMessages(shop.commerce.db, {email, all: true, limit: 10})
const replyTo = (mail: Mail | undefined) => mail?.headers.find(({name}) => name === 'reply-to')?.value
const ACCEPTED: ContactOutcome = {kind: 'accepted'}

test('a message reaches the database, the owner and its sender', async () => {
  const {email, body} = form({subject: 'data_access'})
  expect(await send(body)).toEqual(ACCEPTED)

  const [stored] = await messagesOf(email.toUpperCase())
  expect(stored).toMatchObject({name: 'Ann Pipes', businessName: 'Pipes & Sons', message: WORDS, held: null})
  await deliverMail(shop.commerce)
  const mails = await shop.inbox.about(stored?.id ?? 'none')
  const toOwner = mails.find(({to}) => to.includes('owner@shop.example'))
  const toSender = mails.find(({to}) => to.includes(email))
  expect(mails).toHaveLength(2)
  expect(toOwner?.subject).toBe('Data request from Ann Pipes: See the information held about me')
  expect(toOwner?.text).toContain('We have two calendars.')
  expect(toOwner?.text).toMatch(/Answer by +\w+ \d+, \d{4}/)
  expect(replyTo(toOwner)).toContain(email)
  expect(toSender?.subject).toBe('We have your message')
  expect(replyTo(toSender)).toContain('owner@shop.example')
})

test('what is sent to the sender repeats no word that a stranger could choose', async () => {
  const {email, body} = form({name: 'BUY NOW http://spam.example', message: 'canary-in-the-message'})
  await send(body)
  await deliverMail(shop.commerce)
  const [acknowledgement] = await shop.inbox
    .about((await messagesOf(email))[0]?.id ?? 'none')
    .then((mails) => mails.filter(({to}) => to.includes(email)))
  expect(acknowledgement).toBeDefined()
  expect(JSON.stringify(acknowledgement)).not.toMatch(/BUY NOW|canary-in-the-message|Pipes & Sons/)
})

test('a message sent twice at once is one message', async () => {
  const {email, body} = form()
  const outcomes = await Promise.all([send(body), send(body), send(body.replace('ann', 'ANN'))])
  expect(outcomes).toEqual([ACCEPTED, ACCEPTED, ACCEPTED])
  expect(await messagesOf(email)).toHaveLength(1)
})

test('what fills the field that people do not see is held, and is answered like any other', async () => {
  const {email, body} = form({website: 'https://spam.example'})
  expect(await send(body)).toEqual(ACCEPTED)
  const [stored] = await messagesOf(email)
  expect(stored?.held).toBe('decoy')
  const queued = await listOutbox(shop.commerce.db, {limit: 1_000})
  expect(queued.filter(({contactMessageId}) => contactMessageId === stored?.id)).toEqual([])
})

test('too many in the name of one address are held, and the answer does not tell', async () => {
  const limits = contactLimits()
  const {email} = form()
  for (let count = 1; count <= 6; count++) {
    expect(
      await send(form({email, message: `Message ${count}`}).body, `network-of-${count}`, limits),
    ).toEqual(ACCEPTED)
  }
  const held = (await messagesOf(email)).map(({message, held: reason}) => [message, reason])
  expect(held).toContainEqual(['Message 6', 'too_many'])
  expect(held.filter(([, reason]) => reason === null)).toHaveLength(5)
})

test('too many from one network are told so', async () => {
  const limits = contactLimits()
  const outcomes = []
  for (let count = 1; count <= 11; count++) outcomes.push(await send(form().body, '203.0.113.7', limits))
  expect(outcomes.at(-2)).toEqual(ACCEPTED)
  expect(outcomes.at(-1)).toEqual({kind: 'limited'})
})

test('a card number is kept nowhere', async () => {
  const {email, body} = form({message: 'Charge 4242 4242 4242 4242, please.'})
  expect(await send(body)).toMatchObject({
    kind: 'problems',
    problems: {message: expect.stringContaining('card number')},
  })
  expect(await messagesOf(email)).toEqual([])
  // The whole number, however it is written: four digits alone also stand in times and ids.
  expect(shop.logged()).not.toMatch(/4242\D?4242/)
})

test('no log line holds what somebody wrote', async () => {
  const {email, body} = form({message: 'canary-in-the-log'})
  await send(body)
  await deliverMail(shop.commerce)
  expect(shop.logged()).toContain('a message came in')
  expect(shop.logged()).not.toContain('canary-in-the-log')
  expect(shop.logged()).not.toContain(email)
})

test('an answered message leaves the list, and an erased one the database and the queue', async () => {
  const {email, body} = form()
  await send(body)
  const {db} = shop.commerce
  const [{id} = {id: 'none'}] = await messagesOf(email)
  expect(await markDone(db, id)).toBe(true)
  expect(await listMessages(db, {email, all: false, limit: 10})).toEqual([])
  expect(await eraseMessage(shop.commerce, id, 'ops:owner')).toBe(true)
  expect(await findMessage(db, id)).toBeUndefined()
  expect(
    (await listOutbox(db, {limit: 1_000})).filter(({contactMessageId}) => contactMessageId === id),
  ).toEqual([])
  expect(await db.select().from(auditLog)).toContainEqual(
    expect.objectContaining({actor: 'ops:owner', action: 'message erased', about: id}),
  )
  expect(await eraseMessage(shop.commerce, id, 'ops:owner')).toBe(false)
})

test('a held message is forgotten after a month, unless the owner answered it', async () => {
  const {db} = shop.commerce
  const [forgotten, answered, fresh] = await Promise.all(
    [40, 40, 1].map(async (days) => {
      const {email, body} = form({website: 'x'})
      await send(body)
      const [stored] = await messagesOf(email)
      const createdAt = new Date(Date.now() - days * 86_400_000)
      await db
        .update(contactMessages)
        .set({createdAt})
        .where(eq(contactMessages.id, stored?.id ?? ''))
      return stored?.id ?? ''
    }),
  )
  await markDone(db, answered ?? '')
  await runRetention(shop.commerce, {dryRun: false})
  expect(await findMessage(db, forgotten ?? '')).toBeUndefined()
  expect(await findMessage(db, answered ?? '')).toBeDefined()
  expect(await findMessage(db, fresh ?? '')).toBeDefined()
})
