import {accountRoutes} from './account.ts'
import {customerRoutes} from './customers.ts'
import {eventRoutes} from './events.ts'
import {disputeRoutes} from './payments/dispute.ts'
import {paymentRoutes} from './payments/routes.ts'
import {priceRoutes} from './prices.ts'
import {productRoutes} from './products.ts'
import type {ApiRoute} from './route.ts'
import {sessionRoutes} from './sessions/routes.ts'
import {webhookEndpointRoutes} from './webhook-endpoints.ts'

/** Every call that the stand-in models. */
export const apiRoutes: ApiRoute[] = [
  ...accountRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...customerRoutes,
  ...sessionRoutes,
  ...paymentRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
]
