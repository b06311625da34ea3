import {z} from 'zod'
import {readableId} from '../crypto/tokens.ts'

/** An order id, such as `PP-7K3F-92QM-X1ZD`: 60 random bits, readable aloud. */
export const newOrderId = (): string => readableId('PP', 3)

/** An order id as somebody typed it. */
export const orderIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^PP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {error: 'must be an order id such as PP-7K3F-92QM-X1ZD'})
