import {and, eq, inArray, isNull, lte, sql} from 'drizzle-orm'
import Stripe from 'stripe'
import {z} from 'zod'
import type {Commerce} from '../commerce.ts'
import {customerContacts, privacyStripeTasks, type StripeTask, type StripeTaskStatus} from '../db/schema.ts'
import {describeStripeError, isBusy, isMissing, isUnreachable} from '../stripe.ts'

// What Stripe is asked for because of a request: to change a customer, and to redact what it holds. Stripe redacts later, so a
// request is not done before Stripe says so.

type Parts = Pick<Commerce, 'db' | 'stripe' | 'log'>

const MINUTE_S = 60
const DAY_S = 86_400
/** Stripe refuses to redact young payments; it is asked again every day for this long before the owner must. */
const MAX_ASKING_DAYS = 120

/** A redaction job: https://docs.stripe.com/api/privacy/redaction-job/object */
const redactionJob = z.object({
  id: z.string(),
  status: z.enum([
    'created',
    'validating',
    'ready',
    'redacting',
    'succeeded',
    'failed',
    'canceling',
    'canceled',
  ]),
})

/** The jobs are a preview of the API, which Stripe serves under the day of the version alone. */
const PREVIEW_VERSION = `${Stripe.API_VERSION.slice(0, 10)}.preview`

type Next =
  | {status: StripeTaskStatus; jobId?: string; lastError?: string}
  /** Nothing to note but the wait. */
  | {waitS: number; lastError?: string}

/** Does every task that is due, once. Returns how many are done since. */
export async function runStripeTasks(parts: Parts): Promise<number> {
  const {db, log} = parts
  const due = await db
    .select()
    .from(privacyStripeTasks)
    .where(
      and(
        inArray(privacyStripeTasks.status, ['waiting', 'asked']),
        lte(privacyStripeTasks.dueAt, sql`now()`),
      ),
    )
    .orderBy(privacyStripeTasks.dueAt)
    .limit(100)
  let done = 0
  for (const task of due) {
    const next = await stepOf(parts, task).catch((error: unknown) => afterFailure(task, error))
    await note(parts, task, next)
    log.info({taskId: task.id, kind: task.kind, ...next}, 'stripe was asked')
    if ('status' in next && next.status === 'done') done += 1
  }
  return done
}

function stepOf(parts: Parts, task: StripeTask): Promise<Next> {
  if (task.kind === 'update') return updateCustomers(parts, task)
  return task.jobId === null ? createJob(parts, task) : followJob(parts, task, task.jobId)
}

/** Writes to Stripe what the database holds now, so that it is safe to repeat, and the last of two corrections wins. */
async function updateCustomers({db, stripe}: Parts, {objects}: StripeTask): Promise<Next> {
  for (const customerId of objects.customers) {
    const [contact] = await db
      .select()
      .from(customerContacts)
      .where(and(eq(customerContacts.stripeCustomerId, customerId), isNull(customerContacts.erasedAt)))
    if (contact === undefined) continue
    await stripe.customers.update(customerId, {
      name: contact.businessName ?? contact.name ?? '',
      individual_name: contact.name ?? '',
      business_name: contact.businessName ?? '',
      email: contact.email ?? '',
      phone: contact.phone ?? '',
    })
  }
  return {status: 'done'}
}

async function createJob({stripe}: Parts, {id, objects}: StripeTask): Promise<Next> {
  const job = await callStripe(
    stripe,
    'POST',
    '/v1/privacy/redaction_jobs',
    {objects: withoutEmpty(objects), validation_behavior: 'fix'},
    `privacy-redact:${id}`,
  )
  return {status: 'asked', jobId: job.id}
}

async function followJob({stripe}: Parts, task: StripeTask, jobId: string): Promise<Next> {
  const path = `/v1/privacy/redaction_jobs/${jobId}`
  const {status} = await callStripe(stripe, 'GET', path)
  switch (status) {
    case 'succeeded':
      return {status: 'done'}
    case 'ready':
      await callStripe(stripe, 'POST', `${path}/run`)
      return {waitS: MINUTE_S}
    case 'created':
    case 'validating':
    case 'redacting':
      return {waitS: pause(task)}
    case 'failed': {
      if (Date.now() - task.createdAt.getTime() > MAX_ASKING_DAYS * DAY_S * 1_000)
        return {status: 'by_hand', lastError: 'validation_failed'}
      if (task.lastError !== 'validation_failed') return {waitS: DAY_S, lastError: 'validation_failed'}
      await callStripe(stripe, 'POST', `${path}/validate`)
      return {waitS: MINUTE_S, lastError: 'validating_again'}
    }
    case 'canceling':
    case 'canceled':
      return {status: 'by_hand', lastError: 'canceled'}
  }
}

async function callStripe(
  stripe: Stripe,
  method: 'GET' | 'POST',
  path: string,
  params: object = {},
  idempotencyKey?: string,
): Promise<z.infer<typeof redactionJob>> {
  const answer: unknown = await stripe.rawRequest(
    method,
    path,
    {...params},
    {apiVersion: PREVIEW_VERSION, ...(idempotencyKey !== undefined && {idempotencyKey})},
  )
  return redactionJob.parse(answer)
}

const withoutEmpty = (objects: StripeTask['objects']) =>
  Object.fromEntries(Object.entries(objects).filter(([, ids]) => ids.length > 0))

/** Seconds until Stripe is asked again: a few seconds at first, an hour at last. */
function pause({attempts}: StripeTask): number {
  return Math.min(3_600, 5 * 2 ** Math.min(attempts, 10))
}

function afterFailure(task: StripeTask, error: unknown): Next {
  const {code, error: kind} = describeStripeError(error)
  const lastError = String(code ?? kind ?? 'unknown')
  const mayNot = error instanceof Stripe.errors.StripePermissionError
  if (isBusy(error) || (isUnreachable(error) && !mayNot) || !(error instanceof Stripe.errors.StripeError))
    return {waitS: pause(task), lastError}
  // Deleted at Stripe by other means: there is nothing left to change.
  if (task.kind === 'update' && isMissing(error)) return {status: 'done', lastError}
  // The account may not have the preview of redaction, or the key not its permission; the owner then asks Stripe in writing.
  return {status: 'by_hand', lastError}
}

async function note({db}: Parts, {id, attempts}: StripeTask, next: Next): Promise<void> {
  const isEnded = 'status' in next && (next.status === 'done' || next.status === 'by_hand')
  const waitS = 'waitS' in next ? next.waitS : 0
  await db
    .update(privacyStripeTasks)
    .set({
      ...('status' in next && {status: next.status, ...(next.jobId && {jobId: next.jobId})}),
      lastError: next.lastError ?? null,
      attempts: attempts + 1,
      dueAt: sql`now() + make_interval(secs => ${waitS})`,
      ...(isEnded && {endedAt: sql`now()`}),
    })
    .where(eq(privacyStripeTasks.id, id))
}
