import type {z} from 'zod'

/**
 * Parses a set of variables.
 *
 * @throws Error naming each variable that is missing or wrong, what is wrong with it, and an example. Values are never
 *   part of the message, since many are secrets.
 */
export function parseVariables<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined>,
): z.output<Schema> {
  const result = schema.safeParse(source)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `  ${name} ${source[name] ? 'is not usable' : 'is not set'}: ${issue.message}`
  })
  throw new Error(
    `The configuration is not complete. See .env.example for every variable.\n${lines.join('\n')}`,
  )
}
