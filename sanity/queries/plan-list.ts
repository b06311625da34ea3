import {defineQuery} from 'groq'

/** Every plan that can be linked to, in the order that editors gave them. */
export const PLAN_LIST_QUERY = defineQuery(`
  *[_type == "plan" && defined(slug.current)]{_id, name, "slug": slug.current, order} | order(order asc, name asc)
`)
