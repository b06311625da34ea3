import {z} from 'zod'
import {REVISIONS_QUERY} from '#sanity/queries/revisions.ts'
import {contentClient} from './client.ts'

const revision = z.object({_id: z.string(), _rev: z.string(), _type: z.string(), slug: z.string().nullable()})

/** Id, revision, type and slug of every published document that pages are made of. */
export const revisions = z.array(revision)

export type Revision = z.infer<typeof revision>

/** Asks the Content Lake, past every cache, what is published now. */
export async function fetchRevisions(): Promise<Revision[]> {
  return revisions.parse(await contentClient().fetch(REVISIONS_QUERY, {}, {cache: 'no-store'}))
}
