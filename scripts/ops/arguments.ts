import {userInfo} from 'node:os'
import {InvalidArgumentError} from 'commander'
import {messageIdSchema} from '#lib/contact/messages.ts'
import {ORDER_STATES, type OrderState} from '#lib/db/schema.ts'
import {orderIdSchema} from '#lib/orders/order-id.ts'
import {isOrderState} from '#lib/orders/states.ts'

export function readOrderId(text: string): string {
  const id = orderIdSchema.safeParse(text)
  if (!id.success) throw new InvalidArgumentError('An order id looks like PP-7K3F-92QM-X1ZD.')
  return id.data
}

export function readMessageId(text: string): string {
  const id = messageIdSchema.safeParse(text)
  if (!id.success) throw new InvalidArgumentError('The id of a message looks like MSG-7K3F-92QM-X1ZD.')
  return id.data
}

export function readState(text: string): OrderState {
  const state = text.replaceAll('-', '_')
  if (!isOrderState(state)) throw new InvalidArgumentError(`One of: ${ORDER_STATES.join(', ')}.`)
  return state
}

export function readLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new InvalidArgumentError('A number from 1 to 10000.')
  return limit
}

/** Who is at the keyboard, for the audit log. */
export function actor(): string {
  return `ops:${userInfo().username}`
}
