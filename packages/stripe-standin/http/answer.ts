/** What a handler gives back, before it becomes an HTTP response. */
export type Answer = {status: number; headers: Record<string, string>; body: string | Buffer}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify(value, null, 2),
  }
}

/** A page, with the policy that no page of the stand-in runs scripts or loads anything. */
export function htmlAnswer(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // No form-action: it would also govern the redirect to the shop after a payment.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}

/** 303: the next request is a GET of `location`. */
export function seeOther(location: string): Answer {
  return {status: 303, headers: {location}, body: ''}
}
