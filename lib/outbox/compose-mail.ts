import type {Commerce} from '../commerce/context.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {isContactMail} from '../mail/purpose.ts'
import {composeContactMail} from './compose-contact-mail.ts'
import {composeOrderMail} from './compose-order-mail.ts'
import type {Composed} from './composed.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'owner' | 'siteUrl'>

/** Writes the mail of a row as of now. Undefined when there is nobody to send it to: the person was erased. */
export function composeMail(parts: Parts, row: OutboxRow): Promise<Composed | undefined> {
  return isContactMail(row.purpose) ? composeContactMail(parts, row) : composeOrderMail(parts, row)
}
