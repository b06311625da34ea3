/** Who a message came from and went to, as the sending program said, beside what its headers say. */
export type Envelope = {from: string; to: string[]}

/** One line of the inbox. */
export type MessageSummary = {
  id: string
  /** ISO 8601, UTC. */
  receivedAt: string
  envelope: Envelope
  messageId: string | null
  from: string
  to: string
  subject: string
}

/** A message read out of its source. */
export type Message = MessageSummary & {
  headers: {name: string; value: string}[]
  text: string
  /** As it was sent: to be shown in a sandbox only. */
  html: string | null
}
