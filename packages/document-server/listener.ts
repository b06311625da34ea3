import type {SendErrorPage} from './documents/send-error-page.ts'
import {expectsNoMore, namesOneHost, settleAddress} from './http/malformed.ts'
import {pathOf} from './http/path-of.ts'
import type {SiteRequest} from './http/site-request.ts'
import type {SiteResponse} from './http/site-response.ts'
import {OverloadedError} from './limits/turnstile.ts'
import {type AccessLog, logAccess} from './log/access-log.ts'
import {currentRequest} from './log/current-request.ts'
import {errorFacts} from './log/error-facts.ts'
import type {Logger} from './log/logger.ts'
import {nextRequestId} from './log/request-id.ts'
import {type SecureOptions, secure} from './secure.ts'
import type {createSite} from './site.ts'

/**
 * Counts a request that asks for something to be changed. Answers with the seconds to wait when it is one too many.
 */
export type LimitChanges = (change: {path: string; ip: string}) => Promise<number | undefined>

export type ListenerOptions = SecureOptions & {
  site: Pick<ReturnType<typeof createSite>, 'answer'>
  addressOf: (request: SiteRequest) => string
  limitChanges: LimitChanges
  accessLog: AccessLog
  logger: Logger
  sendErrorPage: SendErrorPage
  /** Where a load balancer asks whether this server should get requests. It is told 503 while the server drains. */
  readyPath: string | undefined
  /** Whether the server is about to end, and takes no more requests on a connection that is open. */
  isDraining: () => boolean
}

/** The largest body that is taken. */
const MAX_BODY_BYTES = 1024 * 1024

const MAX_LISTENERS = 32

/** Methods that ask for a change. */
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** What every request goes through before it is answered: name, log, limits, security. */
export function createListener(options: ListenerOptions) {
  const {sendErrorPage, logger} = options
  return (request: SiteRequest, response: SiteResponse): void => {
    const refusal = refusalOf(request)
    const {url = '/', headers} = request
    const path = pathOf(url)
    const id = nextRequestId()
    const ip = options.addressOf(request)
    headers['x-request-id'] = id
    // What stands there now comes from whoever wrote it last; this is what is known.
    headers['x-forwarded-for'] = ip
    response.isLast = options.isDraining
    // Next listens for the end of a response in more places than Node takes for right.
    response.setMaxListeners(MAX_LISTENERS)
    response.secure = (response) => secure(response, path, options)
    logAccess(options.accessLog, request, response, {id, ip})

    const answered =
      refusal === undefined
        ? currentRequest.run(id, () => receive(options, request, response, {path, ip}))
        : sendErrorPage(response, refusal)
    answered?.catch(async (error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof OverloadedError) await sendErrorPage(response, 503)
      else {
        logger.error({id, ...errorFacts(error)}, 'A request was not answered')
        await sendErrorPage(response, 500)
      }
    })
  }
}

/** The status that refuses what cannot be understood, or met. */
function refusalOf(request: SiteRequest): 400 | 417 | undefined {
  if (!settleAddress(request) || !namesOneHost(request)) return 400
  return expectsNoMore(request) ? undefined : 417
}

type Origin = {path: string; ip: string}

function receive(
  options: ListenerOptions,
  request: SiteRequest,
  response: SiteResponse,
  origin: Origin,
): void | Promise<void> {
  const {site, sendErrorPage, readyPath, isDraining} = options
  // Whatever spreads the requests over servers should no longer choose this one.
  if (origin.path === readyPath && isDraining()) return sendErrorPage(response, 503)
  if (request.method === 'GET' || request.method === 'HEAD')
    return site.answer(request, response, origin.path)
  return receiveChange(options, request, response, origin)
}

async function receiveChange(
  {site, limitChanges, sendErrorPage}: ListenerOptions,
  request: SiteRequest,
  response: SiteResponse,
  origin: Origin,
): Promise<void> {
  const tooLarge = () => {
    response.shouldKeepAlive = false
    void sendErrorPage(response, 413)
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return tooLarge()
  request.maxBody = MAX_BODY_BYTES
  request.onTooLarge = tooLarge
  const wait = CHANGING.has(request.method ?? '') ? await limitChanges(origin) : undefined
  if (wait !== undefined) return sendErrorPage(response, 429, {retryAfter: wait})
  await site.answer(request, response, origin.path)
}
