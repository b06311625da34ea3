/** The body of `error` in Stripe's answers: https://docs.stripe.com/api/errors */
export type ErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  doc_url?: string
}

/** An answer other than success, in Stripe's shape. */
export class StripeError extends Error {
  readonly status: number
  readonly body: ErrorBody

  constructor(status: number, body: ErrorBody) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

/** 400: the request is understood and refused. `param` is written as in a form: `line_items[0][price]`. */
export function invalidRequest(message: string, detail: {param?: string; code?: string} = {}): StripeError {
  const page = detail.code && `https://stripe.com/docs/error-codes/${detail.code.replaceAll('_', '-')}`
  return new StripeError(400, {
    type: 'invalid_request_error',
    message,
    ...detail,
    ...(page && {doc_url: page}),
  })
}

/** What Stripe says of an id that it does not know: 404 when the path named it, 400 when a parameter did. */
export function resourceMissing(what: string, id: string, param = 'id'): StripeError {
  const error = invalidRequest(`No such ${what}: '${id}'`, {param, code: 'resource_missing'})
  return param === 'id' ? new StripeError(404, error.body) : error
}
