import {eq} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {auditLog} from '../db/schema/audit-log.ts'
import {contactMessages} from '../db/schema/contact-messages.ts'

/**
 * Erases a message for good, with mail about it that has not gone out. That it was erased, and by whom, stays in the
 * audit log; what it said does not. Returns false when there is no such message.
 */
export async function eraseMessage({db}: Pick<Commerce, 'db'>, id: string, actor: string): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const erased = await transaction
      .delete(contactMessages)
      .where(eq(contactMessages.id, id))
      .returning({id: contactMessages.id})
    if (erased.length === 0) return false
    await transaction.insert(auditLog).values({actor, action: `message erased: ${id}`})
    return true
  })
}
