import {formattedText} from '#sanity/queries/fragments.ts'

/** What plans show; their amounts are looked up in the catalogue. */
export const plansQuery = /* groq */ `
  title,
  intro,
  plans[]->{_id, name, "slug": slug.current, summary, features, badge, lookupKey},
  action,
  note[]{${formattedText}}
`
