import {createHash} from 'node:crypto'
import {setTimeout as wait} from 'node:timers/promises'
import {authenticate, type Caller} from './account.ts'
import {StripeError} from './errors.ts'
import type {ApiFault} from './faults.ts'
import {
  type Answer,
  type FormFields,
  jsonAnswer,
  matchPath,
  type Outcome,
  parseForm,
  type Request,
} from './http.ts'
import {randomToken} from './ids.ts'
import {accountRoutes} from './objects/account.ts'
import {priceRoutes, productRoutes} from './objects/catalogue.ts'
import {chargeRoutes} from './objects/charges.ts'
import {customerRoutes} from './objects/customers.ts'
import {disputeRoutes} from './objects/disputes.ts'
import {expand} from './objects/expand.ts'
import {invoiceRoutes} from './objects/invoices.ts'
import {redactionRoutes} from './objects/redaction.ts'
import {refundRoutes} from './objects/refunds.ts'
import type {ApiRoute} from './objects/route.ts'
import {sessionRoutes} from './objects/sessions.ts'
import {checkExpansion, checkPermission, type Expandable} from './permissions.ts'
import {assertAnswer} from './schema/check.ts'
import {schemaFile} from './schema/schema.ts'
import {inLedger, type Standin} from './standin.ts'
import type {SavedAnswer} from './store.ts'

/** Every call that the stand-in models. */
const API_ROUTES: ApiRoute[] = [
  ...accountRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...customerRoutes,
  ...sessionRoutes,
  ...chargeRoutes,
  ...invoiceRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...redactionRoutes,
]

/** Previews of the API are served under the day of its version: https://docs.stripe.com/api/versioning */
const PREVIEW_VERSION = `${schemaFile.apiVersion.slice(0, 10)}.preview`

/** Answers `/v1`: who calls, which version, which fault, first time or replay, and then the call itself. */
export class Api {
  readonly #standin: Standin
  readonly #keysInUse = new Set<string>()

  constructor(standin: Standin) {
    this.#standin = standin
  }

  async answer(request: Request): Promise<Outcome> {
    const requestId = `req_${randomToken(14)}`
    try {
      const outcome = await this.#withKeyInUse(this.#read(request, requestId))
      if (typeof outcome === 'string') return outcome
      return {
        status: outcome.status,
        body: outcome.body,
        headers: {...headersOf(requestId), ...outcome.headers},
      }
    } catch (error) {
      return this.#refusal(error, requestId)
    }
  }

  /** @throws StripeError when the caller, the version or the form is not acceptable. */
  #read(request: Request, requestId: string): Call {
    const {method, path, headers} = request
    const {account} = this.#standin
    const caller = authenticate(account, headers)
    checkPermission(caller, account, method, path)
    const version = headers['stripe-version']
    const served = path.startsWith('/v1/privacy/') ? PREVIEW_VERSION : schemaFile.apiVersion
    if (version !== undefined && version !== served) {
      throw new StripeError(400, {
        type: 'invalid_request_error',
        message: `Invalid Stripe API version: ${version}. The local stand-in speaks ${served} here.`,
      })
    }
    const form = parseForm(method === 'POST' ? request.body : request.query)
    const key = headers['idempotency-key']
    return {
      ...{method, path, form, requestId, caller, livemode: caller.livemode},
      idempotency:
        method === 'POST' && typeof key === 'string' ? {key, print: fingerprint(method, path, form)} : null,
    }
  }

  /** Two calls with one key never run at once. */
  async #withKeyInUse(call: Call): Promise<CallResult | 'hang' | 'reset'> {
    const claim = call.idempotency && `${call.livemode} ${call.idempotency.key}`
    if (!claim) return this.#withFault(call)
    if (this.#keysInUse.has(claim)) throw keyInUse()
    this.#keysInUse.add(claim)
    try {
      return await this.#withFault(call)
    } finally {
      this.#keysInUse.delete(claim)
    }
  }

  async #withFault(call: Call): Promise<CallResult | 'hang' | 'reset'> {
    const fault = this.#standin.apiFaults.take(call.method, call.path)
    if (!fault) return performCall(this.#standin, call)
    if (fault.when === 'before' && fault.kind !== 'delay') return this.#fail(fault, call)
    if (fault.when === 'before') await wait(fault.milliseconds)
    const result = performCall(this.#standin, call)
    if (fault.when === 'after' && fault.kind !== 'delay') return this.#fail(fault, call)
    if (fault.when === 'after') await wait(fault.milliseconds)
    return result
  }

  #fail(fault: ApiFault, {idempotency, livemode, requestId}: Call): CallResult | 'hang' | 'reset' {
    if (fault.kind === 'hang' || fault.kind === 'reset') return fault.kind
    const body = JSON.stringify({error: faultBody(fault.status)}, null, 2)
    if (fault.saved && idempotency) {
      const saved = {fingerprint: idempotency.print, request_id: requestId, status: fault.status, body}
      this.#standin.store.idempotency.save(idempotency.key, livemode, saved, Math.floor(Date.now() / 1000))
    }
    return {status: fault.status, body, headers: {}}
  }

  #refusal(error: unknown, requestId: string): Answer {
    const log = {request_log_url: `${this.#standin.baseUrl}/logs/${requestId}`}
    if (error instanceof StripeError) {
      return jsonAnswer(error.status, {error: {...error.body, ...log}}, headersOf(requestId))
    }
    const message = `The local stand-in failed: ${error instanceof Error ? error.message : String(error)}`
    return jsonAnswer(500, {error: {type: 'api_error', message, ...log}}, headersOf(requestId))
  }
}

function headersOf(requestId: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'request-id': requestId,
    'stripe-version': schemaFile.apiVersion,
  }
}

function faultBody(status: number): {type: string; message: string; code?: string} {
  if (status === 429) {
    return {type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.'}
  }
  return {type: status < 500 ? 'invalid_request_error' : 'api_error', message: 'An unknown error occurred.'}
}

/** A call of the API, its caller known and its form parsed. */
type Call = {
  method: string
  path: string
  form: FormFields
  requestId: string
  caller: Caller
  livemode: boolean
  /** `print` stands for the call and its parameters. */
  idempotency: {key: string; print: string} | null
}

type CallResult = {status: number; body: string; headers: Record<string, string>}

/**
 * Does a call, or replays what its idempotency key was answered before. The effect, its events and the saved answer are
 * one transaction, so that after a crash a repeated call finds all of it or nothing.
 *
 * @throws StripeError
 */
function performCall(standin: Standin, call: Call): CallResult {
  const {caller, livemode, requestId, idempotency} = call
  return inLedger(
    standin,
    livemode,
    (ledger) => {
      const saved = idempotency && standin.store.idempotency.find(idempotency.key, livemode, ledger.now())
      if (idempotency && saved) return replay(saved, idempotency)
      const {route, id} = routeOf(call)
      const check = (name: Expandable) => checkExpansion(caller, standin.account, name)
      const expanded = expand(ledger, route.run(ledger, call.form, id), expansions(call.form), check)
      const answer = {object: '', ...expanded}
      assertAnswer(answer)
      const body = JSON.stringify(answer, null, 2)
      if (!idempotency) return {status: 200, body, headers: {}}
      // Refusals are not saved: Stripe keeps no answer for a call that did not begin to run.
      const kept = {fingerprint: idempotency.print, request_id: requestId, status: 200, body}
      standin.store.idempotency.save(idempotency.key, livemode, kept, ledger.now())
      return {status: 200, body, headers: {'idempotency-key': idempotency.key, 'original-request': requestId}}
    },
    {requestId, idempotencyKey: idempotency?.key ?? null},
  )
}

function replay(saved: SavedAnswer, {key, print}: {key: string; print: string}): CallResult {
  checkSameCall(saved, print, key)
  return {
    status: saved.status,
    body: saved.body,
    headers: {'idempotency-key': key, 'idempotent-replayed': 'true', 'original-request': saved.request_id},
  }
}

function routeOf({method, path}: Call): {route: ApiRoute; id: string} {
  for (const route of API_ROUTES) {
    const names = route.method === method ? matchPath(route.path, path) : undefined
    if (names) return {route, id: names.id ?? ''}
  }
  throw new StripeError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). The local stand-in does not model it.`,
  })
}

function expansions(form: FormFields): string[] {
  const {expand: paths} = form
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : []
}

/** A hash of a call and its parameters. The order of the parameters does not matter. */
export function fingerprint(method: string, path: string, form: FormFields): string {
  return createHash('sha256')
    .update(`${method} ${path} ${JSON.stringify(form, sorted)}`)
    .digest('hex')
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** @throws StripeError 400 when the key was first used for something else. */
function checkSameCall(saved: SavedAnswer, print: string, key: string): void {
  if (saved.fingerprint === print) return
  throw new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

/** 409, while the first call with a key is still being answered. */
function keyInUse(): StripeError {
  return new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).',
  })
}
