import type {Commerce} from '../commerce/context.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {siteAlert} from '../mail/letters/site-alert.ts'
import {setLetter} from '../mail/set-letter.ts'
import type {Composed} from './composed.ts'

/** Writes a mail to the owner that is about no order and no message. */
export async function composeSiteMail(
  {owner, siteUrl}: Pick<Commerce, 'owner' | 'siteUrl'>,
  {subject}: Pick<OutboxRow, 'subject'>,
): Promise<Composed> {
  return {...setLetter(siteAlert(subject), siteUrl), to: owner}
}
