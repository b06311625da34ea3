import type Stripe from 'stripe'

/**
 * A preview of the API, which the SDK does not type:
 * https://docs.stripe.com/api/privacy/redaction-job/object
 */
export interface RedactionJob {
  id: string
  object: 'privacy.redaction_job'
  created: number
  livemode: boolean
  objects: RedactionJobObjects | null
  status: 'created' | 'validating' | 'ready' | 'redacting' | 'succeeded' | 'failed' | 'canceling' | 'canceled'
  validation_behavior: 'error' | 'fix' | null
}

export interface RedactionJobObjects {
  charges?: string[]
  checkout_sessions?: string[]
  customers?: string[]
  invoices?: string[]
  payment_intents?: string[]
}

interface RedactionJobParams {
  expand?: string[]
}

interface RedactionJobCreateParams extends RedactionJobParams {
  objects: RedactionJobObjects
  validation_behavior?: 'error' | 'fix'
}

interface RedactionJobListParams extends RedactionJobParams {
  limit?: number
  starting_after?: string
  ending_before?: string
}

/**
 * The objects that the stand-in keeps and answers with, by the value of their `object` field. Their JSON Schema is
 * generated from these types; an object that is not listed here cannot be expanded.
 */
export interface Objects {
  account: Stripe.Account
  charge: Stripe.Charge
  'checkout.session': Stripe.Checkout.Session
  customer: Stripe.Customer
  dispute: Stripe.Dispute
  event: Stripe.EventBase
  invoice: Stripe.Invoice
  invoice_payment: Stripe.InvoicePayment
  item: Stripe.LineItem
  line_item: Stripe.InvoiceLineItem
  payment_intent: Stripe.PaymentIntent
  payment_method: Stripe.PaymentMethod
  'privacy.redaction_job': RedactionJob
  price: Stripe.Price
  product: Stripe.Product
  refund: Stripe.Refund
  webhook_endpoint: Stripe.WebhookEndpoint
}

/** What a delete answers, by the same names. */
export interface Deleted {
  customer: Stripe.DeletedCustomer
  product: Stripe.DeletedProduct
  webhook_endpoint: Stripe.DeletedWebhookEndpoint
}

/** The parameters that each modelled call takes, named as in the SDK. */
export interface Requests {
  'accounts.retrieveCurrent': Stripe.AccountRetrieveCurrentParams
  'charges.list': Stripe.ChargeListParams
  'charges.retrieve': Stripe.ChargeRetrieveParams
  'checkout.sessions.create': Stripe.Checkout.SessionCreateParams
  'checkout.sessions.expire': Stripe.Checkout.SessionExpireParams
  'checkout.sessions.list': Stripe.Checkout.SessionListParams
  'checkout.sessions.listLineItems': Stripe.Checkout.SessionListLineItemsParams
  'checkout.sessions.retrieve': Stripe.Checkout.SessionRetrieveParams
  'checkout.sessions.update': Stripe.Checkout.SessionUpdateParams
  'customers.create': Stripe.CustomerCreateParams
  'customers.del': Stripe.CustomerDeleteParams
  'customers.list': Stripe.CustomerListParams
  'customers.retrieve': Stripe.CustomerRetrieveParams
  'customers.update': Stripe.CustomerUpdateParams
  'disputes.list': Stripe.DisputeListParams
  'disputes.retrieve': Stripe.DisputeRetrieveParams
  'events.list': Stripe.EventListParams
  'events.retrieve': Stripe.EventRetrieveParams
  'invoices.list': Stripe.InvoiceListParams
  'invoices.retrieve': Stripe.InvoiceRetrieveParams
  'paymentIntents.list': Stripe.PaymentIntentListParams
  'paymentIntents.retrieve': Stripe.PaymentIntentRetrieveParams
  'paymentIntents.update': Stripe.PaymentIntentUpdateParams
  'paymentMethods.retrieve': Stripe.PaymentMethodRetrieveParams
  'privacy.redactionJobs.create': RedactionJobCreateParams
  'privacy.redactionJobs.list': RedactionJobListParams
  'privacy.redactionJobs.retrieve': RedactionJobParams
  'prices.create': Stripe.PriceCreateParams
  'prices.list': Stripe.PriceListParams
  'prices.retrieve': Stripe.PriceRetrieveParams
  'prices.update': Stripe.PriceUpdateParams
  'products.create': Stripe.ProductCreateParams
  'products.del': Stripe.ProductDeleteParams
  'products.list': Stripe.ProductListParams
  'products.retrieve': Stripe.ProductRetrieveParams
  'products.update': Stripe.ProductUpdateParams
  'refunds.create': Stripe.RefundCreateParams
  'refunds.list': Stripe.RefundListParams
  'refunds.retrieve': Stripe.RefundRetrieveParams
  'refunds.update': Stripe.RefundUpdateParams
  'webhookEndpoints.create': Stripe.WebhookEndpointCreateParams
  'webhookEndpoints.del': Stripe.WebhookEndpointDeleteParams
  'webhookEndpoints.list': Stripe.WebhookEndpointListParams
  'webhookEndpoints.retrieve': Stripe.WebhookEndpointRetrieveParams
  'webhookEndpoints.update': Stripe.WebhookEndpointUpdateParams
}

type Resource = {id: string; object: string}

/** Decimals travel as text, and an object that is always sent in full is itself unexpanded. */
type Embedded<Field> = Field extends Stripe.Decimal
  ? string
  : Field extends {id: string; object: infer Name extends keyof Objects}
    ? Wire<Name>
    : Field extends {object: 'list'; data: (infer Item)[]}
      ? Omit<Field, 'data'> & {data: Embedded<Item>[]}
      : Field

/** A field before expansion: an id where the SDK's type says "id or object". */
type Unexpanded<Field> = string extends Field ? Exclude<Field, Resource> : Embedded<Field>

/** One of the stand-in's objects as it is stored, and as it is sent when nothing is expanded. */
export type Wire<Name extends keyof Objects> = {
  [Key in keyof Objects[Name]]: Unexpanded<Objects[Name][Key]>
}

/** The types of events that this version of the API knows. */
export type EventType = Stripe.Event.Type

/** Any object of Stripe's, expanded or not, after JSON. */
export type WireObject = {object: string; [field: string]: unknown}

/** A page of a list, newest first. */
export type WireList = {object: 'list'; url: string; has_more: boolean; data: WireObject[]}
