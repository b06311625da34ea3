/** An answer other than success, in the hosted API's shape. */
export class ApiError extends Error {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>

  constructor(status: number, message: string, body: unknown, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An error outside of queries and mutations, where the hosted API answers `{statusCode, error, message}`. */
export function httpError(status: number, message: string, headers?: Record<string, string>): ApiError {
  const body = {statusCode: status, error: REASONS[status] ?? 'Error', message}
  return new ApiError(status, message, body, headers)
}
