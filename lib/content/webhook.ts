import {CONTENT_TYPES} from './change.ts'

/** Which changes the Content Lake tells the site of. */
export const WEBHOOK_FILTER = `_type in ${JSON.stringify(CONTENT_TYPES)} && !(_id in path("drafts.**")) && !(_id in path("versions.**"))`

/** What it tells: the shape that `contentChange` reads. */
export const WEBHOOK_PROJECTION =
  '{_id, _type, _rev, "slug": coalesce(after().path, after().slug.current), "slugBefore": coalesce(before().path, before().slug.current), "operation": delta::operation()}'

/** The path on this site that webhooks are sent to. */
export const WEBHOOK_PATH = '/api/revalidate'
