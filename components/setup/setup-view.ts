/** One field of the set-up form as it is drawn. */
export type FieldView = {
  name: string
  label: string
  hint?: string
  kind: 'text' | 'textarea' | 'tel' | 'email' | 'url' | 'choice' | 'list' | 'secret'
  /** For `choice` and `list`: what is sent, and what is read. */
  choices?: Readonly<Record<string, string>>
  /** What the field is part of, and its label there. */
  part?: {of: string; label: string}
  /** Asked for only while another field holds one of these values. */
  onlyWhen?: {field: string; holds: readonly string[]}
  required: boolean
}

export type SectionView = {key: string; title: string; fields: readonly FieldView[]}

/** The form while it is being filled in. */
export type FormView = {
  sections: readonly SectionView[]
  /** The token of the mail's link. Sent back with the form, as is `shown`. */
  link: string
  shown: string | undefined
  /** What stands in each field: what is stored, or what was typed and could not be stored. */
  values: Readonly<Record<string, string>>
  /** Required fields that hold nothing stored and are asked for. */
  missing: readonly string[]
  /** Secret fields that hold something, which is never shown. */
  savedSecrets: readonly string[]
  /** What is wrong, by field. */
  problems: Readonly<Record<string, string>>
  /** What another window saved in a field after the form was opened, by field. */
  savedElsewhere: Readonly<Record<string, string>>
  /** What clients share their calendar with, when it is set. */
  calendarAddress: string | undefined
  /** What has just happened. `unavailable`: it is not known whether anything was saved, and what was typed still stands here. */
  notice: 'opened' | 'saved' | 'problems' | 'unavailable'
  /** The field to go on with. */
  focus: string | undefined
}

/** Why the form is not shown. */
export type SetupRefusal = 'unknown' | 'revoked' | 'expired' | 'submitted' | 'closed' | 'unavailable'

/** Words of a form that could not be saved, to be copied from the page. */
export type UnsavedWords = {label: string; value: string}
