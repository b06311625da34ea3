import {commerce} from '#lib/commerce.ts'
import {readConsentForm, recordChoice, sendsGpc} from '#lib/consent.ts'
import {env} from '#lib/env.ts'
import {type ProblemPage, problemPage} from '#lib/http/errors.ts'
import {isSameOrigin, limitedText} from '#lib/http/request.ts'
import {logger} from '#lib/log.ts'

const MAX_BODY_BYTES = 1_024

/** Takes the answer about analytics. A browser gets the page of cookies again; a script, which asks for JSON, no body. */
export async function POST(request: Request): Promise<Response> {
  const {headers} = request
  if (!isSameOrigin(headers, env().SITE_URL)) return problemPage(FOREIGN)
  const form = readConsentForm((await limitedText(request, MAX_BODY_BYTES)) ?? '')
  if (form === undefined) return problemPage(MALFORMED)
  try {
    const {cookies} = await recordChoice(commerce(), form, {
      gpc: sendsGpc(headers),
      cookies: headers.get('cookie') ?? '',
      host: new URL(env().SITE_URL).hostname,
    })
    return answer(headers.get('accept') === 'application/json', cookies)
  } catch (error) {
    logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a yes could not be recorded')
    return problemPage(UNAVAILABLE)
  }
}

function answer(isForScript: boolean, cookies: readonly string[]): Response {
  const headers = new Headers({'cache-control': 'no-store'})
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  if (!isForScript) headers.set('location', '/cookies')
  return new Response(null, {status: isForScript ? 204 : 303, headers})
}

const FOREIGN: ProblemPage = {
  status: 403,
  title: 'This form is not from our site',
  paragraphs: ['Your browser says that another site sent it, so nothing was done with it.'],
  action: {label: 'Go to our page about cookies', href: '/cookies'},
}

const MALFORMED: ProblemPage = {
  status: 400,
  title: 'This answer could not be read',
  paragraphs: ['Nothing was stored, and analytics stays as it was.'],
  action: {label: 'Go to our page about cookies', href: '/cookies'},
}

const UNAVAILABLE: ProblemPage = {
  status: 503,
  title: 'Your yes could not be saved',
  paragraphs: ['So analytics stays off. It is not your doing: please try again in a minute.'],
  action: {label: 'Back to cookies', href: '/cookies'},
  retryAfter: 60,
}
