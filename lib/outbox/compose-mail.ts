import type {Commerce} from '../commerce/context.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {isContactMail, isSiteMail} from '../mail/purpose.ts'
import {composeContactMail} from './compose-contact-mail.ts'
import {composeOrderMail} from './compose-order-mail.ts'
import {composeSiteMail} from './compose-site-mail.ts'
import type {Composed} from './composed.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'owner' | 'siteUrl'>

/** Writes the mail of a row as of now. Undefined when there is nobody to send it to: the person was erased. */
export function composeMail(parts: Parts, row: OutboxRow): Promise<Composed | undefined> {
  if (isContactMail(row.purpose)) return composeContactMail(parts, row)
  return isSiteMail(row.purpose) ? composeSiteMail(parts, row) : composeOrderMail(parts, row)
}
