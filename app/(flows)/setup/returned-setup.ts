import {z} from 'zod'

const texts = z.record(z.string(), z.string())

/** A set-up form that could not be saved whole, on its way back to its sender. */
export const returnedSetup = z.object({
  /** What was typed, by field. Never a secret. */
  typed: texts,
  /** What the form that was sent had been shown with. */
  shown: z.string().optional(),
  /** Whether all but `unsaved` was saved; otherwise nothing was. */
  isSaved: z.boolean(),
  /** Whether the database did not say in time what became of it. */
  isUnanswered: z.boolean(),
  /** What is wrong, by field. */
  problems: texts,
  /** Fields in which another window saved something else. */
  conflicts: z.array(z.string()),
  /** Fields whose typed words are stored nowhere. */
  unsaved: z.array(z.string()),
})

export type ReturnedSetup = z.infer<typeof returnedSetup>
