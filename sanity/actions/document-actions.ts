import type {
  DocumentActionComponent,
  DocumentActionDescription,
  DocumentActionProps,
  DocumentActionsResolver,
} from 'sanity'
import {useReviewAction} from '../reviews/review-views.tsx'
import {REVIEWED} from '../reviews/reviews.ts'
import {SINGLETON_TYPES} from '../structure.ts'
import {usePublishAndRedirect} from './publish-and-redirect.tsx'
import {usePublishVersion} from './publish-version.tsx'
import {useUnpublishWithLinks} from './unpublish-with-links.tsx'
import {useWithdrawVersion} from './withdraw-version.tsx'

/** Types whose documents readers find at an address of their own, which may change. */
const ADDRESSED: ReadonlySet<string> = new Set(['page', 'policy', 'plan'])

/** What may be done with a document of which there is exactly one: never delete, duplicate or unpublish it. */
const ALLOWED_FOR_SINGLETONS: ReadonlySet<string | undefined> = new Set([
  'publish',
  'discardChanges',
  'restore',
])

/** What may be done with each document. */
export const documentActions: DocumentActionsResolver = (actions, {schemaType}) => {
  if (SINGLETON_TYPES.has(schemaType)) return actions.filter(({action}) => ALLOWED_FOR_SINGLETONS.has(action))
  // A version is what was published once: nothing may be done with it.
  if (schemaType === 'policyVersion') return []
  if (!ADDRESSED.has(schemaType)) return actions
  const isPolicy = schemaType === 'policy'
  const wrapped = actions.map((action) => {
    if (action.action === 'publish') return wrap(action, isPolicy ? usePublishVersion : usePublishAndRedirect)
    return action.action === 'unpublish' ? wrap(action, useUnpublishWithLinks) : action
  })
  return [
    ...wrapped,
    ...(isPolicy ? [useWithdrawVersion] : []),
    ...(REVIEWED.has(schemaType) ? [useReviewAction] : []),
  ]
}

type Wrapper = (
  description: DocumentActionDescription | null,
  props: DocumentActionProps,
) => DocumentActionDescription | null

// The Studio asks again at every change of the document; an action must stay the same component meanwhile.
const wrappedBy = new WeakMap<Wrapper, WeakMap<DocumentActionComponent, DocumentActionComponent>>()

/** An action as the Studio has it, with something of ours around it. */
function wrap(action: DocumentActionComponent, wrapper: Wrapper): DocumentActionComponent {
  const known = wrappedBy.get(wrapper) ?? new WeakMap<DocumentActionComponent, DocumentActionComponent>()
  wrappedBy.set(wrapper, known)
  const before = known.get(action)
  if (before) return before
  const made: DocumentActionComponent = (props) => wrapper(action(props), props)
  made.action = action.action
  made.displayName = wrapper.name
  known.set(action, made)
  return made
}
