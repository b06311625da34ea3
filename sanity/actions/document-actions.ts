import type {DocumentActionComponent, DocumentActionsResolver} from 'sanity'
import {SINGLETON_TYPES} from '../structure.ts'
import {usePublishAndRedirect} from './publish-and-redirect.tsx'

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
  if (!ADDRESSED.has(schemaType)) return actions
  return actions.map((action) => (action.action === 'publish' ? redirecting(action) : action))
}

// The Studio asks again at every change of the document; an action must stay the same component meanwhile.
const wrapped = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Publish as the Studio has it, followed by a redirect where the document's address changes. */
function redirecting(publish: DocumentActionComponent): DocumentActionComponent {
  const known = wrapped.get(publish)
  if (known) return known
  const made: DocumentActionComponent = (props) => usePublishAndRedirect(publish(props), props)
  made.action = 'publish'
  made.displayName = 'PublishAndRedirect'
  wrapped.set(publish, made)
  return made
}
