import type {ADDRESS_HOLDER_QUERY_RESULT} from '../../types.gen.ts'

/** Tells a person in plain words what holds an address already. */
export function takenAddress(path: string, holder: NonNullable<ADDRESS_HOLDER_QUERY_RESULT>): string {
  return holder._type === 'redirect'
    ? `A redirect leads readers of ${path} elsewhere. Remove it, or choose another address.`
    : `"${holder.title}" stands at ${path} already. Choose another address.`
}
