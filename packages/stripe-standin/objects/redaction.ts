import {z} from 'zod'
import {invalidRequest, resourceMissing} from '../errors.ts'
import type {Objects, RedactionJobObjects, Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRoute, listPage} from './route.ts'

type Job = Wire<'privacy.redaction_job'>

/** How long a job is checked, and how long it runs. Stripe takes days. */
const STEP_MS = 300

const internalSchema = z.object({sinceMs: z.number(), customers: z.array(z.string())})

/** Calls on one job that take no parameters of their own. */
const ofJob = (method: 'GET' | 'POST', path: string, act: (ledger: Ledger, job: Job) => Job): ApiRoute =>
  defineRoute({
    method,
    path: `/v1/privacy/redaction_jobs/:id${path}`,
    request: 'privacy.redactionJobs.retrieve',
    honours: [],
    handle: (ledger, _params, id) => act(ledger, current(ledger, ledger.get('privacy.redaction_job', id))),
  })

/** https://docs.stripe.com/api/privacy/redaction-job: removes what names a person from objects, some time later. */
export const redactionRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/privacy/redaction_jobs',
    request: 'privacy.redactionJobs.create',
    honours: ['objects', 'validation_behavior'],
    handle(ledger, {objects, validation_behavior: behavior}) {
      const named = Object.values(objects).flat()
      if (named.length === 0) throw invalidRequest('Name at least one object to redact.', {param: 'objects'})
      for (const id of named) if (!ledger.row(id)) throw resourceMissing('object', id, 'objects')
      return ledger.create(
        'privacy.redaction_job',
        {objects, status: 'validating', validation_behavior: behavior ?? 'error'},
        begun(ledger, objects),
      )
    },
  }),
  ofJob('GET', '', (_ledger, job) => job),
  ofJob('POST', '/run', (ledger, job) => {
    if (job.status !== 'ready') throw invalidState(job, 'run')
    return step(ledger, job, 'redacting')
  }),
  ofJob('POST', '/validate', (ledger, job) => {
    if (job.status !== 'failed') throw invalidState(job, 'validated')
    return step(ledger, job, 'validating')
  }),
  ofJob('POST', '/cancel', (ledger, job) => {
    if (job.status !== 'ready' && job.status !== 'failed') throw invalidState(job, 'canceled')
    return step(ledger, job, 'canceled')
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/privacy/redaction_jobs',
    request: 'privacy.redactionJobs.list',
    honours: ['limit', 'starting_after', 'ending_before'],
    handle: (ledger, params) => listPage(ledger, 'privacy.redaction_job', 'privacy/redaction_jobs', params),
  }),
]

function invalidState({id, status}: Job, what: string) {
  return invalidRequest(`Redaction job ${id} is ${status} and cannot be ${what}.`)
}

/** What the job is about, whose customers are looked up before they are gone. */
function begun(ledger: Ledger, objects: RedactionJobObjects): z.infer<typeof internalSchema> {
  const intents = (objects.payment_intents ?? []).map((id) => ledger.get('payment_intent', id).customer)
  const sessions = (objects.checkout_sessions ?? []).map((id) => ledger.get('checkout.session', id).customer)
  const customers = [...(objects.customers ?? []), ...intents, ...sessions]
  return {sinceMs: Date.now(), customers: [...new Set(customers.filter((id) => id !== null))]}
}

function internalOf(ledger: Ledger, {id}: Job) {
  return internalSchema.parse(ledger.row(id)?.internal)
}

function step(ledger: Ledger, job: Job, status: Job['status']): Job {
  return ledger.update(
    'privacy.redaction_job',
    job,
    {status},
    {...internalOf(ledger, job), sinceMs: Date.now()},
  )
}

/** The job as time has left it. What it names is redacted when that is first seen. */
function current(ledger: Ledger, job: Job): Job {
  const {sinceMs, customers} = internalOf(ledger, job)
  if (Date.now() - sinceMs < STEP_MS) return job
  if (job.status === 'validating') return step(ledger, job, 'ready')
  if (job.status !== 'redacting') return job
  redact(ledger, new Set([...customers, ...Object.values(job.objects ?? {}).flat()]))
  return step(ledger, job, 'succeeded')
}

/** Stripe refuses a job, as it does while a payment is young. */
export function failRedaction(ledger: Ledger, job: Job): Job {
  return step(ledger, job, 'failed')
}

/** Kinds of objects that hold what names a person, in an order in which each leads to the next. */
const REDACTED = [
  'customer',
  'checkout.session',
  'payment_intent',
  'charge',
  'payment_method',
  'invoice',
  'refund',
  'dispute',
] as const satisfies (keyof Objects)[]

/** Fields that name a person, wherever they stand in such an object. */
const PERSONAL =
  /^(?:name|email|phone|individual_name|business_name|last4|customer_(?:email|name|phone)|receipt_email|fingerprint)$/

/** Removes what names a person from the objects and from all that belong to their customers and payments; events too. */
function redact(ledger: Ledger, ids: Set<string>): void {
  for (const name of REDACTED) {
    for (const object of [...ledger.oldestFirst(name)]) {
      if (!isAbout(object, ids)) continue
      ids.add(object.id)
      if (name === 'customer') ledger.delete('customer', object.id)
      else ledger.update(name, object, withoutNames(object))
    }
  }
  for (const event of [...ledger.oldestFirst('event')]) {
    const {object} = event.data
    if (isAbout(object, ids)) ledger.update('event', event, {data: withoutNames(event.data)})
  }
}

/** Whether an object is one of these, or names one as its own. */
function isAbout(object: object, ids: ReadonlySet<string>): boolean {
  const named = new Map<string, unknown>(Object.entries(object))
  return ['id', 'customer', 'payment_intent', 'charge', 'payment_method'].some((field) => {
    const value = named.get(field)
    return typeof value === 'string' && ids.has(value)
  })
}

function withoutNames<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, held: unknown) =>
      typeof held === 'string' && PERSONAL.test(key) ? '[REDACTED]' : held,
    ),
  )
}
