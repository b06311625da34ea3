import {type NextRequest, NextResponse} from 'next/server'
import {commerce} from '#lib/commerce.ts'
import {encodeReturnedForm, RETURNED_FORM_HEADER, type ReturnedForm, readTyped} from '#lib/contact/form.ts'
import {type ContactOutcome, contactLimits, receiveContact} from '#lib/contact/messages.ts'
import {env} from '#lib/env.ts'
import {problemPage} from '#lib/http/errors.ts'
import {clientNetwork, isSameOrigin, limitedText} from '#lib/http/request.ts'
import {logger} from '#lib/log/logger.ts'

// Only a request with a body comes by here: readers of the page are served without it.
export const config = {
  matcher: [{source: '/contact{/}?', has: [{type: 'header', key: 'content-type'}]}],
}

/** Most bytes of a form: the longest message in letters of four bytes each, as a browser encodes them, and the rest. */
const MAX_BODY_BYTES = 64 * 1024

const STATUS = {problems: '422', limited: '429', unavailable: '503'} as const
const limits = contactLimits()

/**
 * Takes the contact form at the very address where it is read. The page there is static and answers GET alone; a proxy
 * can show the form again in its place, with what was typed, under a status that says so.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  if (request.method !== 'POST') return NextResponse.next()
  if (!isSameOrigin(request.headers, env().SITE_URL)) return problemPage(FOREIGN)
  const body = await limitedText(request, MAX_BODY_BYTES)
  if (body === undefined) return problemPage(TOO_LARGE)
  const form = readTyped(body)
  const outcome = await receiveContact({...commerce(), limits}, form, clientNetwork(request.headers)).catch(
    unavailable,
  )
  if (outcome.kind === 'accepted') return NextResponse.redirect(new URL('/contact/sent', request.url), 303)
  const problems = outcome.kind === 'problems' ? outcome.problems : {}
  return showAgain(request, {notice: outcome.kind, typed: form.typed, problems})
}

function showAgain(request: NextRequest, form: ReturnedForm): Response {
  const headers = new Headers(request.headers)
  headers.set(RETURNED_FORM_HEADER, encodeReturnedForm(form))
  return NextResponse.rewrite(new URL('/contact/again', request.url), {
    request: {headers},
    // Next shows the page with status 200; the server in front of it reads here which one is meant.
    headers: {'x-answer-status': STATUS[form.notice]},
  })
}

function unavailable(error: unknown): Exclude<ContactOutcome, {kind: 'accepted'}> | {kind: 'unavailable'} {
  // The text of an error may quote what was written.
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a message could not be taken')
  return {kind: 'unavailable'}
}

const FOREIGN = {
  status: 403,
  title: 'We cannot tell that this form is ours',
  paragraphs: [
    'Your browser did not say that a page of our site sent it, so nothing was done with it.',
    'Programs that hide which page a form comes from can cause this.',
  ],
  action: {label: 'Go to our own form', href: '/contact'},
}

const TOO_LARGE = {
  status: 413,
  title: 'This message is too long',
  paragraphs: ['Go back: your words are still in the form. Please use at most 4,000 characters.'],
}
