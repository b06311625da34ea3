import type {IncomingMessage} from 'node:http'
import {hasRole} from '../access/roles.ts'
import type {Tickets} from '../access/tickets.ts'
import type {Identity, Route} from '../contracts.ts'
import {ApiError, httpError} from '../errors.ts'

/** Query parameter that carries a one-use ticket in place of the header, which a redirect to another host loses. */
export const TICKET_PARAMETER = 'ticket'

type Sources = {tickets: Tickets<Identity>; identify: (token: string) => Identity}

/**
 * Who calls. No credentials mean an anonymous caller; wrong ones are refused rather than taken for none.
 *
 * @throws ApiError 401 in the hosted API's form, by which the Studio knows that its session has ended.
 */
export function authenticate(
  request: IncomingMessage,
  search: URLSearchParams,
  {tickets, identify}: Sources,
): Identity {
  const token = bearerToken(request)
  if (token) {
    const identity = identify(token)
    if (!identity) throw sessionNotFound()
    return identity
  }
  const ticket = search.get(TICKET_PARAMETER)
  if (ticket === null) return null
  const identity = tickets.redeem(ticket)
  if (identity === undefined) throw sessionNotFound()
  return identity
}

/** @throws ApiError 401 or 403 when the caller may not use the route. */
export function authorize(identity: Identity, access: Route['access']): void {
  if (access === 'anyone') return
  if (!identity) throw sessionNotFound()
  if (!hasRole(identity.role, access))
    throw httpError(403, `Insufficient permissions; role "${access}" required`)
}

function bearerToken(request: IncomingMessage): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
}

function sessionNotFound(): ApiError {
  const message = 'Session not found'
  return new ApiError(401, message, {
    statusCode: 401,
    error: 'Unauthorized',
    message,
    errorCode: 'SIO-401-ANF',
  })
}
