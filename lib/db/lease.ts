import {and, eq, gt, lte, or, sql} from 'drizzle-orm'
import type {Database, Transaction} from './database.ts'
import {leases} from './schema.ts'

/** The right to do a piece of work alone, until it expires. */
export type Lease = {name: string; holder: string; fencingToken: number}

const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`

/** Takes a lease, or makes one's own last longer. Undefined while another holds it. The database's clock decides. */
export async function acquireLease(
  db: Database,
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | undefined> {
  const [taken] = await db
    .insert(leases)
    .values({name, holder, fencingToken: 1, expiresAt: inSeconds(seconds)})
    .onConflictDoUpdate({
      target: leases.name,
      set: {
        holder,
        fencingToken: sql`${leases.fencingToken} + case when ${leases.holder} = ${holder} then 0 else 1 end`,
        expiresAt: inSeconds(seconds),
      },
      setWhere: or(eq(leases.holder, holder), lte(leases.expiresAt, sql`now()`)),
    })
    .returning({fencingToken: leases.fencingToken})
  return taken && {name, holder, fencingToken: taken.fencingToken}
}

/** Gives a lease up early, so that the next instance need not wait. */
export async function releaseLease(db: Database, {name, holder, fencingToken}: Lease): Promise<void> {
  await db
    .update(leases)
    .set({expiresAt: sql`now()`})
    .where(and(eq(leases.name, name), eq(leases.holder, holder), eq(leases.fencingToken, fencingToken)))
}

/**
 * Whether the lease still is what it was, and stays so until the transaction ends. A process that was paused past its
 * lease finds out here, before it writes.
 */
export async function confirmLease(transaction: Transaction, {name, fencingToken}: Lease): Promise<boolean> {
  const held = await transaction
    .select({name: leases.name})
    .from(leases)
    .where(
      and(eq(leases.name, name), eq(leases.fencingToken, fencingToken), gt(leases.expiresAt, sql`now()`)),
    )
    .for('share')
  return held.length > 0
}
