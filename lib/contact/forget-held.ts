import {and, isNotNull, isNull, lt, sql} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {contactMessages} from '../db/schema/contact-messages.ts'

/** Long enough for the owner to look through them now and then. */
const HELD_DAYS = 30

/** Erases messages that were held and that the owner has not answered since. Returns how many. */
export async function forgetHeld(db: Executor): Promise<number> {
  const forgotten = await db
    .delete(contactMessages)
    .where(
      and(
        isNotNull(contactMessages.held),
        isNull(contactMessages.doneAt),
        lt(contactMessages.createdAt, sql`now() - make_interval(days => ${HELD_DAYS})`),
      ),
    )
    .returning({id: contactMessages.id})
  return forgotten.length
}
