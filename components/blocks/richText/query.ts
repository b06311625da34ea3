import {formattedText} from '#sanity/queries/fragments/formatted-text.ts'
import {picture} from '#sanity/queries/fragments/picture.ts'

/** What a text shows. */
export const richTextQuery = /* groq */ `
  text[]{${formattedText}, _type == "figure" => {picture{${picture}}}}
`
