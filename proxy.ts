import {type NextRequest, NextResponse} from 'next/server'
import {receiveRequest} from '#app/(flows)/privacy/requests/receive-request.ts'
import {receiveSetup} from '#app/(flows)/setup/receive-setup.ts'
import {receiveContactForm} from '#app/(site)/contact/receive-contact-form.ts'
import {deliverSoon} from '#app/deliver-soon.ts'
import {env} from '#lib/env.ts'
import {
  encodeReturnedForm,
  type FormAnswer,
  RETURNED_FORM_HEADER,
  readForm,
  seeOther,
} from '#lib/http/forms.ts'
import {clientNetwork} from '#lib/http/request.ts'

// Only a request with a body comes by here: readers of the pages are served without it.
export const config = {
  matcher: [
    {source: '/contact{/}?', has: [{type: 'header', key: 'content-type'}]},
    {source: '/setup{/}?', has: [{type: 'header', key: 'content-type'}]},
    {source: '/privacy/requests{/}?', has: [{type: 'header', key: 'content-type'}]},
  ],
}

type Form = {
  /** Bytes of a body as browsers encode it, in which a letter may take twelve. */
  maxBytes: number
  page: {label: string; href: string}
  receive(fields: Readonly<Record<string, string>>, request: NextRequest): Promise<FormAnswer>
}

const FORMS: Readonly<Record<string, Form>> = {
  '/contact': {
    // The longest message in letters of four bytes each, and the rest.
    maxBytes: 64 * 1024,
    page: {label: 'Go to our own form', href: '/contact'},
    receive: (fields, {headers}) => receiveContactForm(fields, clientNetwork(headers)),
  },
  '/setup': {
    // What is typed beyond a field's limit is shown again, and so must be read.
    maxBytes: 1_000_000,
    page: {label: 'Use the link in our mail', href: '/setup'},
    receive: receiveSetup,
  },
  '/privacy/requests': {
    maxBytes: 64 * 1024,
    page: {label: 'Go to our own form', href: '/privacy/requests'},
    receive: (fields, {headers}) => receiveRequest(fields, clientNetwork(headers)),
  },
}

/**
 * Takes the forms that people type into, at the very address where they are sent from. A page answers GET alone; a proxy
 * can show one in the answer to a form, with what was typed, under a status that says so.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const form = FORMS[request.nextUrl.pathname.replace(/\/$/, '')]
  if (request.method !== 'POST' || form === undefined) return NextResponse.next()
  const {maxBytes, page, receive} = form
  const read = await readForm(request, {siteUrl: env().SITE_URL, maxBytes, page})
  if (!read.ok) return read.response
  const answer = await receive(read.fields, request)
  if (answer.kind === 'again') return showAgain(request, answer)
  deliverSoon()
  // Next throws at a proxy's answer with a path alone, and makes this one relative to the request.
  return seeOther(new URL(answer.location, request.url).href)
}

function showAgain(
  request: NextRequest,
  {path, status, form}: Extract<FormAnswer, {kind: 'again'}>,
): Response {
  const headers = new Headers(request.headers)
  headers.set(RETURNED_FORM_HEADER, encodeReturnedForm(form))
  return NextResponse.rewrite(new URL(path, request.url), {
    request: {headers},
    // Next shows the page with status 200; the server in front of it reads here which one is meant.
    headers: {'x-answer-status': String(status)},
  })
}
