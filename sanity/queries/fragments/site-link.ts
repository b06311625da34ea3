import {href} from './href.ts'

/** A link with words of its own. */
export const siteLink = /* groq */ `_key, label, ${href}`
