import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import type {Hook} from './hook.ts'
import type {Message} from './message.ts'

/**
 * The headers of a delivery. The signature is made anew at each attempt, since it carries the time; the idempotency key
 * stays, so that a receiver can tell a repetition.
 *
 * @see https://www.sanity.io/docs/content-lake/webhooks
 */
export async function requestHeaders(hook: Hook, message: Message): Promise<Record<string, string>> {
  const signed = hook.secret && (await encodeSignatureHeader(message.payload, Date.now(), hook.secret))
  return {
    ...hook.headers,
    'content-type': 'application/json',
    'user-agent': 'sanity-webhook',
    'idempotency-key': message.id,
    'sanity-webhook-id': hook.id,
    'sanity-operation': message.operation,
    'sanity-document-id': message.documentId,
    'sanity-project-id': hook.projectId,
    'sanity-dataset': message.dataset,
    'sanity-transaction-id': message.transactionId,
    'sanity-transaction-time': message.transactionTime,
    ...(signed && {[SIGNATURE_HEADER_NAME]: signed}),
  }
}
