import {picture} from '#sanity/queries/fragments.ts'

/** What a quotation shows. */
export const quotationQuery = /* groq */ `text, name, role, picture{${picture}}`
