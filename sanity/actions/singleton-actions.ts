import type {DocumentActionsResolver, NewDocumentOptionsResolver, Template} from 'sanity'
import {SINGLETON_TYPES} from '../structure/singleton-types.ts'

/** What may be done with a document of which there is exactly one: never delete, duplicate or unpublish it. */
const ALLOWED: ReadonlySet<string | undefined> = new Set(['publish', 'discardChanges', 'restore'])

/** Leaves singletons only the actions that keep them there and alone. */
export const singletonActions: DocumentActionsResolver = (actions, {schemaType}) =>
  SINGLETON_TYPES.has(schemaType) ? actions.filter(({action}) => ALLOWED.has(action)) : actions

/** Takes singletons out of every "Create" menu. */
export const withoutSingletons: NewDocumentOptionsResolver = (options) =>
  options.filter(({templateId}) => !SINGLETON_TYPES.has(templateId))

/** Takes away the templates from which singletons could be created. */
export const templatesWithoutSingletons = (templates: Template[]): Template[] =>
  templates.filter(({schemaType}) => !SINGLETON_TYPES.has(schemaType))
