import {commerce} from '#lib/commerce.ts'
import type {FormAnswer} from '#lib/http/forms.ts'
import {withDeadline} from '#lib/http/request.ts'
import {logger} from '#lib/log.ts'
import {SETUP_FIELDS} from '#lib/setup/fields.ts'
import {type LinkRefusal, saveSetup} from '#lib/setup/form.ts'
import type {ReturnedSetup} from './returned-setup.ts'

const REFUSAL_STATUS: Readonly<Record<LinkRefusal, number>> = {
  unknown: 404,
  revoked: 410,
  expired: 410,
  submitted: 409,
  closed: 409,
}

/** Takes what a button of the set-up form sends: `open`, `save:<part>` or `submit`. */
export async function receiveSetup(fields: Readonly<Record<string, string>>): Promise<FormAnswer> {
  const {intent = '', link = '', shown, ...typed} = fields
  const path = (more: Record<string, string> = {}) =>
    `/setup/form?${new URLSearchParams({link, ...more}).toString()}`
  if (intent === 'open') return {kind: 'done', location: path()}

  const again = (status: number, more: Partial<ReturnedSetup>): FormAnswer => {
    const nothing = {
      isSaved: false,
      isUnanswered: false,
      problems: {},
      conflicts: [],
      unsaved: Object.keys(typed),
    }
    const form: ReturnedSetup = {typed: showable(typed), shown, ...nothing, ...more}
    return {kind: 'again', path: path(), status, form}
  }
  const sent = {typed, shown, submit: intent === 'submit'}
  const result = await withDeadline(saveSetup(commerce(), link, sent)).catch(notSaved)
  switch (result?.kind) {
    case undefined:
      return again(503, {isUnanswered: true})
    case 'saved':
      return {kind: 'done', location: path({saved: intent.replace(/^save:/, '')})}
    case 'submitted':
      return {kind: 'done', location: path({sent: '1'})}
    case 'returned':
      return again(result.conflicts.length > 0 ? 409 : 422, {
        isSaved: true,
        problems: result.problems,
        conflicts: result.conflicts,
        unsaved: [...Object.keys(result.problems), ...result.conflicts],
      })
    case 'refused':
      return again(REFUSAL_STATUS[result.reason], {unsaved: result.unsaved})
  }
}

function notSaved(error: unknown): undefined {
  // Its message may quote what the client typed.
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a set-up form could not be kept')
}

/** What may be sent back to a browser: fields of the form, but never a secret. */
function showable(typed: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).filter(([name]) => {
      const field = SETUP_FIELDS.get(name)
      return field !== undefined && field.kind !== 'secret'
    }),
  )
}
