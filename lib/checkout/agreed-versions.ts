import type {Versions} from '../orders/create-order.ts'

export type AgreedVersions =
  | {ok: true; versions: Versions}
  /** `unpublished`: there is nothing to buy under. `renewed`: another version was published since the page was made. */
  | {ok: false; reason: 'unpublished' | 'renewed'}

/**
 * The versions of terms and policy that a purchase is made under: those that the buyer's page linked to, if they are still the
 * published ones. Nobody is held to a text that they could not see.
 */
export function agreedVersions(
  seen: Versions,
  published: {[Document in keyof Versions]: string | undefined},
): AgreedVersions {
  const {terms, policy} = published
  if (terms === undefined || policy === undefined) return {ok: false, reason: 'unpublished'}
  if (seen.terms !== terms || seen.policy !== policy) return {ok: false, reason: 'renewed'}
  return {ok: true, versions: {terms, policy}}
}
