import {z} from 'zod'

/** A call of the JSON-RPC protocol that the Studio speaks on its socket. */
const Call = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
})
export type Call = z.output<typeof Call>

/** Codes with which the hosted service closes a socket. */
export const CLOSE_CODES = {badRequest: 4000, unauthorized: 4001, goingAway: 1001} as const

/** Codes of errors that answer one call: https://www.jsonrpc.org/specification#error_object */
export const ERROR_CODES = {methodNotFound: -32601, invalidParams: -32602} as const

/** Null when the text is not a call. */
export function parseCall(text: string): Call | null {
  try {
    return Call.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export function encodeResult(id: Call['id'], result: unknown): string {
  return JSON.stringify({jsonrpc: '2.0', id, result})
}

export function encodeError(id: Call['id'], code: number, message: string): string {
  return JSON.stringify({jsonrpc: '2.0', id, error: {code, message}})
}

export function encodeEvent(subscription: string, event: unknown): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    method: 'presence_subscription',
    params: {subscription, result: event},
  })
}
