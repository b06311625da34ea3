import type {Template} from 'sanity'
import {templatesWithoutSingletons} from '../actions/singleton-actions.ts'
import {pageTemplates} from './page-templates.ts'

/** Every way to begin a document. Pages begin from a template that says what it is for, never from nothing by accident. */
export function templates(defaults: Template[]): Template[] {
  const others = templatesWithoutSingletons(defaults).filter(({schemaType}) => schemaType !== 'page')
  return [...pageTemplates, ...others]
}
