import type {OutgoingMail} from '../mail/mailer.ts'

/** A mail as written, before it is known by whom and under which id it is sent. */
export type Composed = Omit<OutgoingMail, 'from' | 'messageId'>
