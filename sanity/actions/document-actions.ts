import type {DocumentActionComponent, DocumentActionsResolver} from 'sanity'
import {usePublishAndRedirect} from './publish-and-redirect/use-publish-and-redirect.tsx'
import {singletonActions} from './singleton-actions.ts'

/** Types whose documents readers find at an address of their own, which may change. */
const ADDRESSED: ReadonlySet<string> = new Set(['page', 'policy', 'plan'])

// The Studio asks again at every change of the document; an action must stay the same component meanwhile.
const wrapped = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** What may be done with each document. */
export const documentActions: DocumentActionsResolver = (actions, context) => {
  const allowed = singletonActions(actions, context)
  if (!ADDRESSED.has(context.schemaType)) return allowed
  return allowed.map((action) => (action.action === 'publish' ? redirecting(action) : action))
}

function redirecting(publish: DocumentActionComponent): DocumentActionComponent {
  const known = wrapped.get(publish)
  if (known) return known
  const made: DocumentActionComponent = (props) => usePublishAndRedirect(publish(props), props)
  made.action = 'publish'
  made.displayName = 'PublishAndRedirect'
  wrapped.set(publish, made)
  return made
}
