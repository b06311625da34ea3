import type {Executor} from '../db/database.ts'
import {outbox} from '../db/schema/outbox.ts'
import type {ContactMailPurpose, OrderMailPurpose, SiteMailPurpose} from '../mail/purpose.ts'

export type QueuedMail = {
  /** What the purpose needs beside the order or message, such as a state; never personal data. */
  subject?: string
  /** Names the cause. The same cause queues one mail, however often it is reported. */
  dedupeKey: string
} & (
  | {purpose: OrderMailPurpose; orderId: string}
  | {purpose: ContactMailPurpose; contactMessageId: string}
  | {purpose: SiteMailPurpose}
)

/** Queues a mail in the transaction of the fact that causes it. Returns false when that cause has its mail already. */
export async function enqueueMail(db: Executor, mail: QueuedMail): Promise<boolean> {
  const queued = await db.insert(outbox).values(mail).onConflictDoNothing().returning({id: outbox.id})
  return queued.length > 0
}
