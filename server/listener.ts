import {networkOf} from '#lib/http/request.ts'
import {logger} from '#lib/log/logger.ts'
import {sendProblem} from './documents/send-problem.ts'
import {expectsNoMore, namesOneHost, settleAddress} from './http/malformed.ts'
import {pathOf} from './http/path-of.ts'
import type {SiteRequest} from './http/site-request.ts'
import type {SiteResponse} from './http/site-response.ts'
import type {RateLimit} from './limits/rate-limit.ts'
import {OverloadedError} from './limits/turnstile.ts'
import {logAccess} from './log/access-log.ts'
import {currentRequest} from './log/current-request.ts'
import {errorFacts} from './log/error-facts.ts'
import {nextRequestId} from './log/request-id.ts'
import {secure} from './secure.ts'
import type {SecurityPolicies} from './security-headers.ts'
import type {createSite} from './site.ts'

export type ListenerOptions = {
  site: Pick<ReturnType<typeof createSite>, 'answer'>
  policies: SecurityPolicies
  addressOf: (request: SiteRequest) => string
  rateLimit: RateLimit
  writeAccess: (line: string) => void
  /** Whether the server is about to end, and takes no more requests on a connection that is open. */
  isDraining: () => boolean
}

/** Bytes of a body. The largest that anything here takes is a form of text. */
const MAX_BODY = 1024 * 1024

const MOST_LISTENERS = 32

/** What every request goes through before it is answered: name, log, limits, security. */
export function createListener(options: ListenerOptions) {
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
    response.setMaxListeners(MOST_LISTENERS)
    response.secure = (response) => secure(response, path, options.policies)
    logAccess(options.writeAccess, request, response, {id, ip})

    const answered =
      refusal === undefined
        ? currentRequest.run(id, () => receive(options, request, response, {path, ip}))
        : sendProblem(response, refusal)
    answered?.catch(async (error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof OverloadedError) await sendProblem(response, 503)
      else {
        logger.error({id, ...errorFacts(error)}, 'A request was not answered')
        await sendProblem(response, 500)
      }
    })
  }
}

/** The status that refuses what cannot be understood, or met. */
function refusalOf(request: SiteRequest): 400 | 417 | undefined {
  if (!settleAddress(request) || !namesOneHost(request)) return 400
  return expectsNoMore(request) ? undefined : 417
}

function receive(
  {site, rateLimit, isDraining}: ListenerOptions,
  request: SiteRequest,
  response: SiteResponse,
  {path, ip}: {path: string; ip: string},
): void | Promise<void> {
  // Who spreads the requests over servers should no longer choose this one.
  if (path === '/api/ready' && isDraining()) return sendProblem(response, 503)
  if (request.method === 'GET' || request.method === 'HEAD') return site.answer(request, response, path)
  return receiveChange({site, rateLimit}, request, response, {path, ip})
}

async function receiveChange(
  {site, rateLimit}: Pick<ListenerOptions, 'site' | 'rateLimit'>,
  request: SiteRequest,
  response: SiteResponse,
  {path, ip}: {path: string; ip: string},
): Promise<void> {
  const tooLarge = () => {
    response.shouldKeepAlive = false
    void sendProblem(response, 413)
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) return tooLarge()
  request.maxBody = MAX_BODY
  request.onTooLarge = tooLarge
  const wait = await rateLimit.refuse(request.method ?? '', path, networkOf(ip))
  if (wait !== undefined) return sendProblem(response, 429, {retryAfter: wait})
  await site.answer(request, response, path)
}
