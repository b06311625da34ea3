import {z} from 'zod'
import {Operation} from './hook.ts'

/** One delivery that is owed: what one hook is to be told of one document's change. */
export const Message = z.object({
  id: z.string(),
  hookId: z.string(),
  dataset: z.string(),
  documentId: z.string(),
  operation: Operation,
  transactionId: z.string(),
  transactionTime: z.string(),
  /** The request's body. It is signed and sent as it stands here, at every attempt. */
  payload: z.string(),
  createdAt: z.string(),
})
export type Message = z.output<typeof Message>

/** One try to deliver a message, ended. */
export const Attempt = z.object({
  id: z.string(),
  messageId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  isFailure: z.boolean(),
  failureReason: z.enum(['http', 'timeout', 'network']).nullable(),
  resultCode: z.number().nullable(),
  resultBody: z.string(),
  /** Whether another attempt follows. */
  willRetry: z.boolean(),
})
export type Attempt = z.output<typeof Attempt>
