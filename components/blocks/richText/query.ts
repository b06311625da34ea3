import {formattedText, picture} from '#sanity/queries/fragments.ts'

/** What a text shows. */
export const richTextQuery = /* groq */ `
  text[]{${formattedText}, _type == "figure" => {picture{${picture}}}}
`
