import {and, inArray, isNotNull} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {type Order, orders} from '../db/schema.ts'
import {PAYMENT_RECORD_YEARS} from './map.ts'

/** Something about an order that is not erased yet, or not for years. `until` is an ISO date. */
export type Hold = {order: string; what: string; why: string; until: string}

const DAY_MS = 86_400_000
/** Banks decide a dispute within this time: https://docs.stripe.com/disputes/how-disputes-work */
const DISPUTE_DAYS = 120
/** A bank debit ends within days: https://docs.stripe.com/payments/ach-direct-debit */
const DEBIT_DAYS = 14

/** Records of payments, which tax law wants kept. They hold an amount, a day and numbers, and no name. */
export async function paymentRecords(db: Executor, orderIds: readonly string[]): Promise<Hold[]> {
  const paid = await db
    .select({id: orders.id, paidAt: orders.paidAt})
    .from(orders)
    .where(and(inArray(orders.id, [...orderIds]), isNotNull(orders.paidAt)))
    .orderBy(orders.id)
  return paid.flatMap(({id, paidAt}) =>
    paidAt === null
      ? []
      : {
          order: id,
          what: 'The record of the payment: plan, amount, day and numbers. No name, no address.',
          why: 'Tax law wants records of payments kept.',
          until: isoDate(yearsAfter(paidAt, PAYMENT_RECORD_YEARS)),
        },
  )
}

/** Why the contact details of an order cannot be erased yet, if they cannot. The day is the last, whatever happens. */
export function holdOfContact({id, state, payment, updatedAt}: Order): Hold | undefined {
  const what = 'Name, business, e-mail and phone of this order.'
  if (state === 'disputed')
    return {
      order: id,
      what,
      why: 'A bank is deciding a dispute about its payment, and they are needed to answer it.',
      until: isoDate(daysAfter(updatedAt, DISPUTE_DAYS)),
    }
  if (payment === 'processing')
    return {
      order: id,
      what,
      why: 'Its payment is on its way from the bank, and you must hear what becomes of it.',
      until: isoDate(daysAfter(updatedAt, DEBIT_DAYS)),
    }
  return undefined
}

/** Whether a hold has not run out. */
export function isHeld(hold: Hold | undefined, now = new Date()): hold is Hold {
  return hold !== undefined && hold.until >= isoDate(now)
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
