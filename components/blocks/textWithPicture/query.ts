import {formattedText} from '#sanity/queries/fragments/formatted-text.ts'
import {picture} from '#sanity/queries/fragments/picture.ts'
import {siteLink} from '#sanity/queries/fragments/site-link.ts'

/** What a text with a picture shows. */
export const textWithPictureQuery = /* groq */ `
  title,
  text[]{${formattedText}},
  links[]{${siteLink}},
  picture{${picture}},
  drawing,
  side
`
