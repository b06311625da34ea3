import {StripeError} from '../errors.ts'
import {expand} from '../objects/expand.ts'
import type {ApiRoute} from '../objects/route.ts'
import {apiRoutes} from '../objects/routes.ts'
import {assertAnswer} from '../schema/check-object.ts'
import {inLedger, type Standin} from '../standin.ts'
import type {SavedAnswer} from '../store/idempotency.ts'
import type {FormFields} from './form.ts'
import {checkSameCall} from './idempotency.ts'
import {matchPath} from './match-path.ts'

/** A call of the API, its caller known and its form parsed. */
export type Call = {
  method: string
  path: string
  form: FormFields
  requestId: string
  livemode: boolean
  /** `print` stands for the call and its parameters. */
  idempotency: {key: string; print: string} | null
}

export type CallResult = {status: number; body: string; headers: Record<string, string>}

/**
 * Does a call, or replays what its idempotency key was answered before. The effect, its events and the saved answer are
 * one transaction: whatever happens to the process, a repeated call finds all of it or nothing.
 *
 * @throws StripeError
 */
export function performCall(standin: Standin, call: Call): CallResult {
  const {livemode, requestId, idempotency} = call
  return inLedger(
    standin,
    livemode,
    (ledger) => {
      const saved = idempotency && standin.store.idempotency.find(idempotency.key, livemode, ledger.now())
      if (idempotency && saved) return replay(saved, idempotency)
      const {route, id} = routeOf(call)
      const answer = {object: '', ...expand(ledger, route.run(ledger, call.form, id), expansions(call.form))}
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
  for (const route of apiRoutes) {
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
