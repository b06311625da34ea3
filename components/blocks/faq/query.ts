import {formattedText} from '#sanity/queries/fragments/formatted-text.ts'

/** What questions and answers show. */
export const faqQuery = /* groq */ `title, items[]{_key, question, answer[]{${formattedText}}}`
