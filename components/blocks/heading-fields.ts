import {defineField, type ValidationContext} from 'sanity'

/** The heading of a block. */
export const titleField = defineField({
  name: 'title',
  title: 'Heading',
  type: 'string',
  validation: (rule) => rule.custom(neededUnlessEmpty('Write the heading, or empty the whole block.')),
})

/** What stands under the heading of a block. */
export const introField = defineField({
  name: 'intro',
  title: 'Introduction',
  type: 'text',
  rows: 2,
  description: 'One or two sentences under the heading. It may stay empty.',
})

/**
 * A rule for a field that a block cannot do without. A block in which nothing was written takes no room on the page, so that
 * it needs nothing either: templates lay out more blocks than a page may need.
 */
export function neededUnlessEmpty(message: string) {
  return (value: unknown, {parent}: Pick<ValidationContext, 'parent'>): true | string =>
    hasWords(value) || !hasWords(parent) || message
}

/** Fields that say how something is shown, and are no words. */
const SETTINGS: ReadonlySet<string> = new Set(['drawing', 'kind', 'listItem', 'side', 'speaker', 'style'])

/** Whether something was written, or chosen, anywhere in a value. A picture or a document is chosen by its reference. */
function hasWords(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.some(hasWords)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, field]) => name === '_ref' || (!name.startsWith('_') && !SETTINGS.has(name) && hasWords(field)),
  )
}
