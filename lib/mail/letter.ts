/** What a mail says, before it is set as text and as HTML. Paragraphs are plain text. */
export type Letter = {
  subject: string
  heading: string
  paragraphs: string[]
  /** The fields of the work order: label and value. */
  facts: [label: string, value: string][]
  action?: {label: string; url: string; note: string}
  /** Under the facts. */
  closing: string[]
}
