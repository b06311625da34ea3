import {z} from 'zod'
import {readableId} from '../crypto/tokens.ts'

/** The id of a message, such as `MSG-7K3F-92QM-X1ZD`: 60 random bits, readable aloud. */
export const newMessageId = (): string => readableId('MSG', 3)

/** The id of a message as somebody typed it. */
export const messageIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^MSG(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {
    error: 'must be the id of a message such as MSG-7K3F-92QM-X1ZD',
  })
