import type {Effect, LakeDocument} from '../types.ts'
import {encodePatch} from './encode.ts'

/** How a change of one document is told to listeners and to history. `_rev` is left out: it is the transaction's id. */
export function effectOf(before: LakeDocument | null, after: LakeDocument | null): Effect {
  const from = withoutRevision(before)
  const to = withoutRevision(after)
  return {apply: encodePatch(from, to), revert: encodePatch(to, from)}
}

/** The attributes that Mendoza patches of the lake speak about. */
export function withoutRevision(document: LakeDocument | null): Record<string, unknown> | null {
  if (!document) return null
  const {_rev, ...attributes} = document
  return attributes
}
