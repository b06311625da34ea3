import type {Attempt} from '../store/deliveries.ts'
import {signatureHeader} from './sign.ts'

/** What is sent where, with what signature. `timestamp` in seconds since 1970. */
export type Message = {url: string; payload: string; secret: string; timestamp: number}

/** Stripe gives an endpoint some seconds to answer before it counts the attempt as failed. */
const TIMEOUT_MS = 10_000

/** Sends one event once. An endpoint that does not answer counts as status 0; redirects are not followed. */
export async function attemptDelivery(message: Message, signal: AbortSignal): Promise<Attempt> {
  const at = new Date().toISOString()
  try {
    const response = await fetch(message.url, {
      method: 'POST',
      redirect: 'manual',
      body: message.payload,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(message.payload, message.secret, message.timestamp),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return {at, status: response.status}
  } catch (error) {
    return {at, status: 0, note: error instanceof Error ? reasonOf(error) : String(error)}
  }
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message
}
