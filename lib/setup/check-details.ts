import {z} from 'zod'
import {containsCardNumber} from '../format/card-number.ts'
import {severalLines} from '../format/text.ts'
import {SETUP_FIELDS, type SetupField} from './setup-fields.ts'

/** What is wrong with each field, in words for the client. */
export type Problems = Record<string, string>

export type CheckedDetails = {
  /** Fields that may be kept. A secret that was left empty is not among them: it stays what it was. */
  values: Record<string, string>
  problems: Problems
}

const CARD_NUMBER = 'This looks like a card number. We never need one here: please take it out.'
const LINK = z.url({protocol: /^https?$/})

/** Checks what a form sent, field by field. Unknown fields are left out; a field with a problem is not kept. */
export function checkDetails(sent: Readonly<Record<string, string>>): CheckedDetails {
  const values: Record<string, string> = {}
  const problems: Problems = {}
  for (const [name, field] of SETUP_FIELDS) {
    const typed = sent[name]
    const value = typed === undefined ? undefined : severalLines(typed)
    if (value === undefined || (value === '' && field.kind === 'secret')) continue
    const problem = value === '' ? undefined : findProblem(field, value)
    if (problem === undefined) values[name] = value
    else problems[name] = problem
  }
  return {values, problems}
}

/** What is still missing before the form can be sent. `isFilled` tells whether a field holds something. */
export function missingDetails(isFilled: (name: string) => boolean): Problems {
  const problems: Problems = {}
  for (const [name, field] of SETUP_FIELDS) {
    if (field.required && !isFilled(name)) problems[name] = `Please fill in “${field.label}”.`
  }
  return problems
}

function findProblem(field: SetupField, value: string): string | undefined {
  if (containsCardNumber(value)) return CARD_NUMBER
  if (value.length > field.max) return `Please use at most ${field.max} characters.`
  switch (field.kind) {
    case 'choice':
      return Object.keys(field.choices ?? {}).includes(value)
        ? undefined
        : 'Please choose one of the answers.'
    case 'tel':
      return (value.match(/\d/g) ?? []).length >= 7
        ? undefined
        : 'Please enter a phone number with its area code.'
    case 'email':
      return z.email().safeParse(value).success ? undefined : 'Please enter an e-mail address.'
    case 'url':
      return LINK.safeParse(value).success ? undefined : 'Please enter an address that begins with https://.'
    case 'text':
    case 'textarea':
    case 'secret':
      return undefined
  }
}
