/** One field of the set-up form as it is drawn. */
export type FieldView = {
  name: string
  label: string
  hint?: string
  kind: 'text' | 'textarea' | 'tel' | 'email' | 'url' | 'choice' | 'secret'
  /** For `choice`: what is sent, and what is read. */
  choices?: Readonly<Record<string, string>>
  /** Most characters. */
  max: number
  required: boolean
}

export type SectionView = {key: string; title: string; fields: readonly FieldView[]}

/** The form while it is being filled in. */
export type OpenView = {
  step: 'open'
  /** Must be sent back; good for one sending. */
  continuation: string
  values: Readonly<Record<string, string>>
  /** Secret fields that hold something, which is never shown. */
  savedSecrets: readonly string[]
  /** What is wrong, by field. */
  problems: Readonly<Record<string, string>>
  /** What has just happened: `kept` nothing was saved, and what was typed still stands here. */
  notice: 'opened' | 'saved' | 'problems' | 'kept'
  /** The field to go on with. */
  focus: string | undefined
}

/** Why the form is not shown. */
export type SetupRefusal =
  | 'unknown'
  | 'revoked'
  | 'expired'
  | 'submitted'
  | 'closed'
  | 'foreign'
  | 'unavailable'

export type SetupView =
  | {step: 'closed'}
  | OpenView
  | {step: 'sent'; orderId: string}
  | {step: 'refused'; reason: SetupRefusal}

/** Takes what a form of the page sent and tells what to show next. */
export type ContinueSetup = (previous: SetupView, sent: FormData) => Promise<SetupView>
