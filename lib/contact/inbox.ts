import {and, desc, eq, isNull, sql} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {contactMessages, type StoredMessage} from '../db/schema/contact-messages.ts'

export type InboxFilter = {
  /** Only the messages of this sender, in any spelling of the case. */
  email?: string | undefined
  /** Answered messages as well. */
  all: boolean
  limit: number
}

/** Messages of the contact form, newest first; held ones among them. */
export function listMessages(db: Executor, {email, all, limit}: InboxFilter): Promise<StoredMessage[]> {
  return db
    .select()
    .from(contactMessages)
    .where(
      and(
        all ? undefined : isNull(contactMessages.doneAt),
        email === undefined ? undefined : eq(sql`lower(${contactMessages.email})`, email.toLowerCase()),
      ),
    )
    .orderBy(desc(contactMessages.createdAt))
    .limit(limit)
}

export async function findMessage(db: Executor, id: string): Promise<StoredMessage | undefined> {
  const [message] = await db.select().from(contactMessages).where(eq(contactMessages.id, id))
  return message
}

/** Notes that a message is answered; the first time counts. Returns false when there is no such message. */
export async function markDone(db: Executor, id: string): Promise<boolean> {
  const done = await db
    .update(contactMessages)
    .set({doneAt: sql`coalesce(${contactMessages.doneAt}, now())`})
    .where(eq(contactMessages.id, id))
    .returning({id: contactMessages.id})
  return done.length > 0
}
