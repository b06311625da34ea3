import {setTimeout as wait} from 'node:timers/promises'
import {StripeError} from '../errors.ts'
import type {ApiFault} from '../faults/api-faults.ts'
import {randomToken} from '../ids.ts'
import {schemaFile} from '../schema/file.ts'
import type {Standin} from '../standin.ts'
import {type Answer, jsonAnswer} from './answer.ts'
import {authenticate, checkPermission} from './authenticate.ts'
import {type Call, type CallResult, performCall} from './call.ts'
import {parseForm} from './form.ts'
import {fingerprint, keyInUse} from './idempotency.ts'
import type {Request} from './request.ts'

/** `hang` leaves the caller without an answer, `reset` breaks the connection. */
export type ApiOutcome = Answer | 'hang' | 'reset'

/** Answers `/v1`: who calls, which version, which fault, first time or replay, and then the call itself. */
export class Api {
  readonly #standin: Standin
  readonly #keysInUse = new Set<string>()

  constructor(standin: Standin) {
    this.#standin = standin
  }

  async answer(request: Request): Promise<ApiOutcome> {
    const requestId = `req_${randomToken(14)}`
    try {
      const outcome = await this.#guarded(this.#read(request, requestId))
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
    const caller = authenticate(this.#standin.account, headers)
    checkPermission(caller, method, path)
    const version = headers['stripe-version']
    if (version !== undefined && version !== schemaFile.apiVersion) {
      throw new StripeError(400, {
        type: 'invalid_request_error',
        message: `Invalid Stripe API version: ${version}. The local stand-in speaks ${schemaFile.apiVersion}.`,
      })
    }
    const form = parseForm(method === 'POST' ? request.body : request.query)
    const key = headers['idempotency-key']
    return {
      ...{method, path, form, requestId, livemode: caller.livemode},
      idempotency:
        method === 'POST' && typeof key === 'string' ? {key, print: fingerprint(method, path, form)} : null,
    }
  }

  /** Two calls with one key never run at once. */
  async #guarded(call: Call): Promise<CallResult | 'hang' | 'reset'> {
    const claim = call.idempotency && `${call.livemode} ${call.idempotency.key}`
    if (!claim) return this.#faulty(call)
    if (this.#keysInUse.has(claim)) throw keyInUse()
    this.#keysInUse.add(claim)
    try {
      return await this.#faulty(call)
    } finally {
      this.#keysInUse.delete(claim)
    }
  }

  async #faulty(call: Call): Promise<CallResult | 'hang' | 'reset'> {
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
