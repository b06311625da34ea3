import type {ContentChange} from './change.ts'
import type {Revision} from './revisions.ts'

type Difference = Pick<ContentChange, '_id' | '_type' | 'slug' | 'slugBefore'>

/** What was created, changed, renamed or deleted between two looks at the published documents. */
export function differences(before: readonly Revision[], after: readonly Revision[]): Difference[] {
  const known = new Map(before.map((revision) => [revision._id, revision]))
  const present = new Set(after.map(({_id}) => _id))
  return [
    ...after
      .filter(({_id, _rev}) => known.get(_id)?._rev !== _rev)
      .map(({_id, _type, slug}) => ({_id, _type, slug, slugBefore: known.get(_id)?.slug ?? null})),
    ...before
      .filter(({_id}) => !present.has(_id))
      .map(({_id, _type, slug}) => ({_id, _type, slug: null, slugBefore: slug})),
  ]
}
