import {type ChildProcess, fork} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {verifyAudit} from '#lib/audit.ts'
import {DatabaseTimeout} from '#lib/db/database.ts'
import {outbox} from '#lib/db/schema.ts'
import {findContact} from '#lib/orders/store.ts'
import {
  advanceRequests,
  confirmCorrection,
  confirmDeletion,
  handOverWords,
  proposeCorrection,
} from '#lib/personal-data/carry-out.ts'
import {insertRequest, type ShownRequest, showRequest} from '#lib/personal-data/requests.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import type {Pass} from '#tests/support/people/one-pass.ts'
import {buyAs, somebody} from '#tests/support/people/person.ts'
import {openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'
import {type Cut, StepProxy} from '#tests/support/shop/step-proxy.ts'

const PASS = join(process.cwd(), 'tests/support/people/one-pass.ts')

let shop: Shop
let people = 0

/** The process for the next try, which loads its modules while this try goes on. */
let next: ChildProcess

beforeAll(async () => {
  shop = await openShop()
  next = fork(PASS)
}, 300_000)
afterAll(async () => {
  next.kill('SIGKILL')
  await shop.close()
})

type Step = Pass['step']

/** Somebody who has proved their address, and is about to press the last button. */
async function aboutToPress(kind: Step): Promise<{requestId: string; orderId: string}> {
  people += 1
  const person = somebody(`Kim${people}k`, '+1 415 555 2701')
  const orderId = kind === 'child' ? '' : await buyAs(shop, person)
  const {id: requestId} = await shop.commerce.db.transaction((transaction) =>
    insertRequest(transaction, {kind, state: 'open', email: person.email, verifiedAt: new Date()}),
  )
  if (kind === 'correction') await proposeCorrection(shop.commerce.db, requestId, {name: 'Right Name'})
  return {requestId, orderId}
}

/** Presses the button in a process that is killed outright at a step. Returns whether it got as far as that step. */
async function pressKilled(requestId: string, kind: Step, step: number, cut: Cut): Promise<boolean> {
  const handle = {kill: () => {}}
  const proxy = new StepProxy(step, cut, () => handle.kill())
  const {DATABASE_URL = '', STRIPE_API_HOST = '', SMTP_URL = ''} = shop.env
  const env = {
    ...process.env,
    ...shop.env,
    DATABASE_URL: await proxy.towards(DATABASE_URL),
    STRIPE_API_HOST: await proxy.towards(STRIPE_API_HOST),
    SMTP_URL: await proxy.towards(SMTP_URL),
  }
  const child = next
  next = fork(PASS)
  handle.kill = () => void child.kill('SIGKILL')
  child.send({siteUrl: SITE_URL, requestId, step: kind, env} satisfies Pass)
  await once(child, 'exit')
  await proxy.close()
  return proxy.wasCut
}

/** What a person does who got no answer, and what the site does after its restart. */
async function goOn(requestId: string, kind: Step): Promise<ShownRequest | undefined> {
  const {db} = shop.commerce
  // A page that says that the site is busy says to press again, too.
  await eventually(() => press(kind, requestId).then(() => true, isBusy), Boolean, 60_000)
  const end = kind === 'child' ? 'open' : 'done'
  const shown = await eventually(
    async () => {
      await db.execute(sql`update privacy_stripe_tasks set due_at = now()`)
      await db.execute(sql`update outbox set claimed_until = now(), due_at = now() where status = 'waiting'`)
      await advanceRequests(shop.commerce)
      return showRequest(db, requestId)
    },
    (read) => read?.request.state === end && read.tasks.every(({status}) => status === 'done'),
    30_000,
  )
  await deliverMail(shop.commerce)
  return shown && (await showRequest(db, requestId))
}

async function press(kind: Step, requestId: string): Promise<void> {
  const {commerce} = shop
  if (kind === 'correction') await confirmCorrection(commerce.db, requestId)
  else if (kind === 'child') await handOverWords(commerce.db, requestId, 'What my child wrote.')
  else await confirmDeletion(commerce, requestId)
}

/** Gives `false` for a database that did not answer in time, and throws every other error on. */
function isBusy(error: unknown): false {
  if (error instanceof Error && error.cause instanceof DatabaseTimeout) return false
  throw error
}

const RECEIPTS: Readonly<Record<Step, string[]>> = {
  correction: ['corrected'],
  deletion: ['erased', 'erasing'],
  child: ['received'],
}

test.each<[Step, Cut]>([
  ['correction', 'before'],
  ['correction', 'after'],
  ['deletion', 'before'],
  ['deletion', 'after'],
  ['child', 'before'],
  ['child', 'after'],
])('a %s that is killed at every step ends as if it had not been (%s)', async (kind, cut) => {
  let step = 0
  for (let isWithin = true; isWithin; ) {
    step += 1
    const {requestId, orderId} = await aboutToPress(kind)
    isWithin = await pressKilled(requestId, kind, step, cut)
    const shown = await goOn(requestId, kind)
    const about = `${kind}, step ${step}, ${cut}`
    const receipts = shown?.mails.filter(({purpose}) => purpose === 'privacy_receipt')
    expect(receipts?.map(({subject}) => subject).sort(), about).toEqual(RECEIPTS[kind])
    expect(
      shown?.mails.every(({status}) => status === 'sent'),
      about,
    ).toBe(true)
    expect(shown?.tasks.length, about).toBe(kind === 'child' ? 0 : 1)
    const contact = kind === 'child' ? undefined : await findContact(shop.commerce.db, orderId)
    if (kind === 'correction') expect(contact?.name, about).toBe('Right Name')
    if (kind === 'deletion') {
      expect(contact, about).toMatchObject({email: null, name: null})
      const queued = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
      expect(
        queued.every(({status}) => status === 'sent'),
        about,
      ).toBe(true)
    }
  }
  expect(step).toBeGreaterThan(8)
  expect(await verifyAudit(shop.commerce.db)).toMatchObject({ok: true})
})
