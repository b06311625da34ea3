import {picture, siteLink} from '#sanity/queries/fragments.ts'

/** What the opening of a page shows. */
export const heroQuery = /* groq */ `
  label,
  title,
  lead,
  actions[]{${siteLink}},
  picture{${picture}},
  drawing,
  conversation{label, messages[]{_key, speaker, time, text}},
  workOrder{title, rows[]{_key, name, value}}
`
