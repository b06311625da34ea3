import {customType, timestamp} from 'drizzle-orm/pg-core'

/** A moment, with its zone, to the millisecond that JavaScript keeps. */
export const moment = (name: string) => timestamp(name, {withTimezone: true, mode: 'date', precision: 3})

/** Raw bytes. */
export const bytes = customType<{data: Buffer; driverData: Buffer}>({
  dataType: () => 'bytea',
})
