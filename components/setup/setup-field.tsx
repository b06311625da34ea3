import {Choices, TextField} from '#components/forms/fields.tsx'
import type {FieldView} from './setup-view.ts'

type SetupFieldProps = {
  field: FieldView
  value: string
  /** A secret that holds something already, which is not shown. */
  isKept: boolean
  problem: string | undefined
  hasFocus: boolean
}

const TYPES = {
  text: 'text',
  textarea: 'text',
  tel: 'tel',
  email: 'email',
  url: 'url',
  secret: 'password',
} as const
const LINES = 4

/** A field of the set-up form. What is typed into a secret never comes back from the server. */
export function SetupField({field, value, isKept, problem, hasFocus}: SetupFieldProps) {
  const {name, kind, choices = {}, max, required} = field
  const label = required ? field.label : `${field.label} (optional)`
  const hint = isKept ? 'Saved, and not shown again. Type only to replace it.' : field.hint
  const shared = {id: name, name, label, value, problem, autoFocus: hasFocus, ...(hint && {hint})}
  if (kind === 'choice') return <Choices {...shared} choices={choices} />
  return (
    <TextField
      {...shared}
      type={TYPES[kind]}
      maxLength={max}
      {...(kind === 'textarea' && {lines: LINES})}
      {...(kind === 'secret' && {value: '', autoComplete: 'off'})}
    />
  )
}
