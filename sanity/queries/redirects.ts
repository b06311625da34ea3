import {defineQuery} from 'groq'
import {href} from './fragments/href.ts'

/** Every redirect, with the address it leads to as of now; `href` is `null` where its document is missing. */
export const REDIRECTS_QUERY = defineQuery(`
  *[_type == "redirect" && defined(path)]{path, "permanent": coalesce(permanent, true), ${href}} | order(path asc)
`)
