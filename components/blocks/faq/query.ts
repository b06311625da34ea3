import {formattedText} from '#sanity/queries/fragments.ts'

/** What questions and answers show. */
export const faqQuery = /* groq */ `title, items[]{_key, question, answer[]{${formattedText}}}`
