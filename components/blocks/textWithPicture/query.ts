import {formattedText, picture, siteLink} from '#sanity/queries/fragments.ts'

/** What a text with a picture shows. */
export const textWithPictureQuery = /* groq */ `
  title,
  text[]{${formattedText}},
  links[]{${siteLink}},
  picture{${picture}},
  drawing,
  side
`
