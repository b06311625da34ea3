import {desc} from 'drizzle-orm'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import {readableId} from '../crypto.ts'
import type {Executor} from '../db/database.ts'
import {type Disclosure, disclosures} from '../db/schema.ts'

export type NewDisclosure = Pick<Disclosure, 'authority' | 'basis' | 'given' | 'givenAt'> & {orderId?: string}

/** Writes down what was given to a court or an authority (privacy policy §3). It can be neither changed nor removed. Returns its number. */
export async function addDisclosure(
  {db}: Pick<Commerce, 'db'>,
  disclosure: NewDisclosure,
  actor: string,
): Promise<string> {
  const id = readableId('DIS', 3)
  await db.transaction(async (transaction) => {
    await transaction.insert(disclosures).values({...disclosure, id, recordedBy: actor})
    await appendAudit(transaction, {actor, action: 'disclosure recorded', about: id})
  })
  return id
}

/** The newest disclosures. */
export function listDisclosures(db: Executor, limit: number): Promise<Disclosure[]> {
  return db.select().from(disclosures).orderBy(desc(disclosures.givenAt)).limit(limit)
}
