import {href} from './href.ts'

const words = /* groq */ `
  ...,
  markDefs[]{..., _type == "link" => {${href}}}
`

/** The members of a text, with the addresses of its links looked up. */
export const formattedText = /* groq */ `
  ${words},
  _type == "callout" => {"text": text[]{${words}}}
`
