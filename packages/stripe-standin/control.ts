import {z} from 'zod'
import {restrictedKey} from './account.ts'
import {resourceMissing, StripeError} from './errors.ts'
import {apiFaultSchema, webhookFaultSchema} from './faults.ts'
import {type Answer, jsonAnswer, matchPath, type Request} from './http.ts'
import {closeDispute, openDispute} from './objects/disputes.ts'
import type {Ledger} from './objects/ledger.ts'
import {settlePayment} from './objects/pay.ts'
import {failRedaction} from './objects/redaction.ts'
import {settleRefund} from './objects/refunds.ts'
import {expireSession} from './objects/sessions.ts'
import {permissionSchema} from './permissions.ts'
import {inLedger, type Standin} from './standin.ts'

/** Answers `/_control`. A body must be declared as JSON, which a form of another site's page cannot do. */
export async function handleControl(standin: Standin, request: Request): Promise<Answer> {
  const {method, path, headers} = request
  if (method !== 'GET' && !headers['content-type']?.startsWith('application/json')) {
    return jsonAnswer(415, {error: 'Controls take application/json.'})
  }
  for (const route of CONTROL_ROUTES) {
    const names = route.method === method ? matchPath(route.path, path) : undefined
    if (!names) continue
    try {
      return await route.handle(standin, parseBody(request.body), names.id ?? '')
    } catch (error) {
      if (error instanceof z.ZodError) return jsonAnswer(400, {error: z.prettifyError(error)})
      if (error instanceof StripeError) return jsonAnswer(error.status, {error: error.message})
      if (error instanceof SyntaxError) return jsonAnswer(400, {error: 'The body is not JSON.'})
      throw error
    }
  }
  return jsonAnswer(404, {error: `There is no control ${method} ${path}.`})
}

function parseBody(text: string): unknown {
  return text === '' ? {} : JSON.parse(text)
}

/** One control: makes happen what Stripe, a bank or time would make happen. */
type ControlRoute = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  handle(standin: Standin, body: unknown, id: string): Promise<Answer> | Answer
}

/** A control that takes a JSON body. @throws ZodError, answered as 400. */
function control<Schema extends z.ZodType>(
  method: ControlRoute['method'],
  path: string,
  schema: Schema,
  act: (standin: Standin, input: z.infer<Schema>, id: string) => unknown,
): ControlRoute {
  return {
    method,
    path: `/_control/${path}`,
    async handle(standin, body, id) {
      const result = await act(standin, schema.parse(body), id)
      return jsonAnswer(200, result ?? {ok: true})
    },
  }
}

const nothing = z.strictObject({})
const settlement = z.strictObject({outcome: z.enum(['succeeded', 'failed'])})

/** Every control, under `/_control/`. */
const CONTROL_ROUTES: ControlRoute[] = [
  control('GET', 'faults', nothing, ({apiFaults, webhookFaults}) => ({
    api: apiFaults.list(),
    webhooks: webhookFaults.list(),
  })),
  control('POST', 'faults/api', apiFaultSchema, ({apiFaults}, fault) => apiFaults.add(fault)),
  control('POST', 'faults/webhooks', webhookFaultSchema, ({webhookFaults}, fault) =>
    webhookFaults.add(fault),
  ),
  control('DELETE', 'faults', nothing, clearFaults),
  control('POST', 'payment_intents/:id/settle', settlement, (standin, {outcome}, id) =>
    inModeOf(standin, id, (ledger) => settlePayment(ledger, ledger.get('payment_intent', id), outcome)),
  ),
  control('POST', 'refunds/:id/settle', settlement, (standin, {outcome}, id) =>
    inModeOf(standin, id, (ledger) => settleRefund(ledger, ledger.get('refund', id), outcome)),
  ),
  control(
    'POST',
    'charges/:id/dispute',
    z.strictObject({reason: z.string().default('fraudulent')}),
    (standin, body, id) =>
      inModeOf(standin, id, (ledger) => openDispute(ledger, ledger.get('charge', id), body.reason)),
  ),
  control(
    'POST',
    'disputes/:id/close',
    z.strictObject({outcome: z.enum(['won', 'lost'])}),
    (standin, {outcome}, id) =>
      inModeOf(standin, id, (ledger) => closeDispute(ledger, ledger.get('dispute', id), outcome)),
  ),
  control('POST', 'redaction_jobs/:id/fail', nothing, (standin, _body, id) =>
    inModeOf(standin, id, (ledger) => failRedaction(ledger, ledger.get('privacy.redaction_job', id))),
  ),
  control('POST', 'sessions/:id/expire', nothing, (standin, _body, id) =>
    inModeOf(standin, id, (ledger) => expireSession(ledger, ledger.get('checkout.session', id))),
  ),
  control('GET', 'deliveries', nothing, ({store}) => ({deliveries: store.deliveries.all()})),
  control('POST', 'deliveries/release', nothing, async ({store, dispatcher}) => {
    store.deliveries.release()
    await dispatcher.idle()
  }),
  control('POST', 'deliveries/flush', nothing, async ({store, dispatcher}) => {
    store.deliveries.makeDue(Date.now())
    await dispatcher.idle()
  }),
  control('POST', 'events/:id/resend', nothing, async (standin, _body, id) => {
    if (standin.store.objects.find(id)?.name !== 'event') throw resourceMissing('event', id)
    standin.store.deliveries.resend(id, Date.now())
    await standin.dispatcher.idle()
  }),
  control(
    'POST',
    'restricted_keys',
    z.strictObject({permissions: z.array(permissionSchema), livemode: z.boolean().default(false)}),
    ({account, data}, wanted) => ({key: restrictedKey(data, account, wanted)}),
  ),
  control('POST', 'reset', z.strictObject({keepSetup: z.boolean().default(false)}), (standin, options) => {
    clearFaults(standin)
    standin.store.reset(options)
  }),
]

function clearFaults({apiFaults, webhookFaults}: Standin): void {
  apiFaults.clear()
  webhookFaults.clear()
}

/** Controls name an object and not its mode, which its row knows. */
function inModeOf<T>(standin: Standin, id: string, work: (ledger: Ledger) => T): T {
  const row = standin.store.objects.find(id)
  if (!row) throw resourceMissing('object', id)
  return inLedger(standin, row.livemode, work)
}
