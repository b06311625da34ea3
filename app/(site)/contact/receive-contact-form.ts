import {commerce} from '#lib/commerce.ts'
import {type ContactOutcome, contactLimits, readTyped, receiveContact} from '#lib/contact/messages.ts'
import type {FormAnswer} from '#lib/http/forms.ts'
import {withDeadline} from '#lib/http/request.ts'
import {logger} from '#lib/log.ts'
import type {ReturnedContact} from './returned-contact.ts'

const STATUS: Readonly<Record<ReturnedContact['notice'], number>> = {
  problems: 422,
  limited: 429,
  unavailable: 503,
}

const limits = contactLimits()

/** Takes what the contact form sends from a network. */
export async function receiveContactForm(
  sent: Readonly<Record<string, string>>,
  network: string,
): Promise<FormAnswer> {
  const form = readTyped(sent)
  const outcome = await withDeadline(receiveContact({...commerce(), limits}, form, network)).catch(notTaken)
  if (outcome.kind === 'accepted') return {kind: 'done', location: '/contact/sent'}
  const returned: ReturnedContact = {
    notice: outcome.kind,
    typed: form.typed,
    problems: outcome.kind === 'problems' ? outcome.problems : {},
  }
  return {kind: 'again', path: '/contact/again', status: STATUS[outcome.kind], form: returned}
}

function notTaken(error: unknown): Exclude<ContactOutcome, {kind: 'accepted'}> | {kind: 'unavailable'} {
  // The text of an error may quote what was written.
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a message could not be taken')
  return {kind: 'unavailable'}
}
