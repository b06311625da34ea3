import {z} from 'zod'
import type {Account, Caller} from './account.ts'
import {StripeError} from './errors.ts'
import type {Objects} from './schema/types.ts'

/**
 * The resource that a restricted key's permission names, by the object that it gives access to. Prices keep the name that
 * they had as plans. Stripe publishes no name for redaction jobs, a preview: that one is ours.
 * https://docs.stripe.com/keys/permissions-reference
 */
const RESOURCES = {
  account: 'connected_account',
  charge: 'charge',
  'checkout.session': 'checkout_session',
  customer: 'customer',
  dispute: 'dispute',
  event: 'event',
  invoice: 'invoice',
  payment_intent: 'payment_intent',
  payment_method: 'payment_method',
  price: 'plan',
  'privacy.redaction_job': 'redaction_job',
  product: 'product',
  refund: 'refund',
  webhook_endpoint: 'webhook',
} as const satisfies Partial<Record<keyof Objects, string>>

/** An object that a permission gives access to. */
export type Expandable = keyof typeof RESOURCES

type Resource = (typeof RESOURCES)[Expandable]

/** What a restricted key may do, such as `plan_read`. To write is also to read. */
export type Permission = `${Resource}_${'read' | 'write'}`

const PERMISSIONS = Object.values(RESOURCES).flatMap((name) => [`${name}_read`, `${name}_write`] as const)

export const permissionSchema = z.enum(PERMISSIONS)

/** The object whose permission a path needs, by what the path begins with after `/v1/`. */
const OBJECT_BY_PATH: readonly [start: string, name: Expandable][] = [
  ['account', 'account'],
  ['charges', 'charge'],
  ['checkout/sessions', 'checkout.session'],
  ['customers', 'customer'],
  ['disputes', 'dispute'],
  ['events', 'event'],
  ['invoices', 'invoice'],
  ['payment_intents', 'payment_intent'],
  ['payment_methods', 'payment_method'],
  ['prices', 'price'],
  ['privacy/redaction_jobs', 'privacy.redaction_job'],
  ['products', 'product'],
  ['refunds', 'refund'],
  ['webhook_endpoints', 'webhook_endpoint'],
]

/**
 * Refuses a call that the key has no permission for. A path that the stand-in does not know passes: it is refused as such.
 *
 * @throws StripeError 403, in the words of Stripe, which name the permission that is missing.
 */
export function checkPermission(caller: Caller, account: Account, method: string, path: string): void {
  const name = OBJECT_BY_PATH.find(([start]) => path.startsWith(`/v1/${start}`))?.[1]
  if (name) requirePermission(caller, account, RESOURCES[name], method === 'GET' ? 'read' : 'write')
}

/**
 * Refuses to put an object into an answer that the key may not read: each object that is expanded needs a permission of its
 * own (https://docs.stripe.com/stripe-apps/reference/permissions#object).
 *
 * @throws StripeError 403
 */
export function checkExpansion(caller: Caller, account: Account, name: Expandable): void {
  requirePermission(caller, account, RESOURCES[name], 'read')
}

function requirePermission(caller: Caller, account: Account, resource: Resource, to: 'read' | 'write'): void {
  const {permissions, maskedKey} = caller
  if (permissions === undefined || permissions.has(`${resource}_write`)) return
  if (to === 'read' && permissions.has(`${resource}_read`)) return
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message: `The provided key '${maskedKey}' does not have the required permissions for this endpoint on account '${account.id}'. Having the 'rak_${resource}_${to}' permission would allow this request to continue.`,
  })
}
