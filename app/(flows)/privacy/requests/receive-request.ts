import {z} from 'zod'
import {commerce} from '#lib/commerce.ts'
import {CORRECTABLE_FIELDS, DECOY_FIELD, REQUESTS_PATH} from '#lib/format/forms.ts'
import type {FormAnswer} from '#lib/http/forms.ts'
import {logger} from '#lib/log.ts'
import {
  confirmCorrection,
  confirmDeletion,
  handOverWords,
  proposeCorrection,
} from '#lib/personal-data/carry-out.ts'
import {
  askRequest,
  openRequest,
  requestKindSchema,
  requestLimits,
  requestOfPage,
} from '#lib/personal-data/requests.ts'
import type {ReturnedRequest} from './returned-request.ts'

type Fields = Readonly<Record<string, string>>

const limits = requestLimits()

/** Takes what a button of the pages for data requests sends. */
export async function receiveRequest(fields: Fields, network: string): Promise<FormAnswer> {
  try {
    switch (fields.intent) {
      case 'open':
        return await open(fields.link ?? '')
      case 'show':
      case 'correct':
      case 'confirm':
      case 'delete':
      case 'child':
        return await goOn(fields, fields.intent)
      default:
        return await ask(fields, network)
    }
  } catch (error) {
    // Its message may quote what was typed.
    logger.error(
      {error: error instanceof Error ? error.name : 'unknown'},
      'a data request could not be taken',
    )
    const {kind = '', email = ''} = fields
    return fields.intent === undefined || fields.intent === 'ask'
      ? again(503, {view: 'ask', notice: 'unavailable', kind, email, problems: {}})
      : again(503, {view: 'refused', reason: 'unavailable'})
  }
}

const again = (status: number, form: ReturnedRequest): FormAnswer => ({
  kind: 'again',
  path: `${REQUESTS_PATH}/answer`,
  status,
  form,
})

const done = (page: string): FormAnswer => ({kind: 'done', location: `${REQUESTS_PATH}/${page}`})

async function ask({kind: typedKind = '', email: typedEmail = '', ...rest}: Fields, network: string) {
  const typed = {view: 'ask', kind: typedKind, email: typedEmail} as const
  const kind = requestKindSchema.safeParse(typedKind)
  const email = z.email().max(254).safeParse(typedEmail.trim())
  if (!kind.success || !email.success) {
    const problems = {
      ...(!kind.success && {kind: 'Please choose one.'}),
      ...(!email.success && {email: 'Please write a whole e-mail address, such as ann@example.com.'}),
    }
    return again(422, {...typed, notice: 'problems', problems})
  }
  // A program that fills in every field is answered like a person, and nothing is mailed.
  if (rest[DECOY_FIELD]?.trim()) return done('sent')
  const asked = await askRequest({...commerce(), limits}, {kind: kind.data, email: email.data}, network)
  return asked === 'accepted' ? done('sent') : again(429, {...typed, notice: 'limited', problems: {}})
}

async function open(link: string): Promise<FormAnswer> {
  const opened = await openRequest(commerce().db, link)
  if (!opened.ok)
    return again(opened.reason === 'unknown' ? 404 : 410, {view: 'refused', reason: opened.reason})
  const {request, purpose, pageKey} = opened
  if (purpose === 'open') return again(200, {view: 'open', key: pageKey})
  const confirmed = await confirmCorrection(commerce().db, request.id, true)
  return confirmed === 'corrected'
    ? done(statusOf(request.id))
    : again(410, {view: 'refused', reason: 'over'})
}

const statusOf = (number: string) => `status?${new URLSearchParams({number}).toString()}`

type Step = 'show' | 'correct' | 'confirm' | 'delete' | 'child'

async function goOn(fields: Fields, step: Step): Promise<FormAnswer> {
  const {db} = commerce()
  const {key = '', words = ''} = fields
  const request = await requestOfPage(db, key)
  if (request === undefined) return again(410, {view: 'refused', reason: 'expired'})
  const over = again(409, {view: 'refused', reason: 'over'})
  switch (step) {
    case 'show':
      return again(200, {view: 'open', key})
    case 'correct': {
      const typed = Object.fromEntries(CORRECTABLE_FIELDS.map((field) => [field, fields[field] ?? '']))
      const checked = await proposeCorrection(db, request.id, typed)
      if (checked.ok) return again(200, {view: 'open', key, notice: 'confirm'})
      if (checked.reason === 'over') return over
      const problems = checked.reason === 'problems' ? {problems: checked.problems} : {notice: checked.reason}
      return again(422, {view: 'open', key, typed, ...problems})
    }
    case 'confirm': {
      const confirmed = await confirmCorrection(db, request.id)
      return confirmed === 'over' ? over : done(statusOf(request.id))
    }
    case 'delete': {
      const begun = await confirmDeletion(commerce(), request.id)
      return begun === 'over' ? over : done(statusOf(request.id))
    }
    case 'child': {
      const taken = await handOverWords(db, request.id, words)
      if (taken === 'received') return done(statusOf(request.id))
      return taken === 'over' ? over : again(422, {view: 'open', key, notice: taken, words})
    }
  }
}
