import type {NewDocumentOptionsResolver, Template} from 'sanity'
import {MADE_BY_PUBLISHING, SINGLETON_TYPES} from './structure.ts'

export const LANDING_PAGE = 'page-landing'
export const TEXT_PAGE = 'page-text'
const EMPTY_PAGE = 'page-empty'

/** The beginnings of a new page. Words are left out where only an editor can know them: what is empty is not published. */
const pageTemplates: Template[] = [
  {
    id: LANDING_PAGE,
    title: 'Page that sells',
    description: 'Opening, features, steps, call to action',
    schemaType: 'page',
    value: {
      blocks: [
        {_type: 'hero', _key: 'opening'},
        {_type: 'features', _key: 'features'},
        {_type: 'steps', _key: 'steps'},
        {_type: 'callToAction', _key: 'action'},
      ],
    },
  },
  {
    id: TEXT_PAGE,
    title: 'Page to read',
    description: 'A text with headings, lists, tables and pictures',
    schemaType: 'page',
    value: {
      blocks: [
        {_type: 'hero', _key: 'opening'},
        {_type: 'richText', _key: 'text'},
      ],
    },
  },
  {
    id: EMPTY_PAGE,
    title: 'Empty page',
    description: 'Choose every block yourself',
    schemaType: 'page',
    value: {blocks: []},
  },
]

/** Every way to begin a document. Pages begin from a template that says what it is for, never from nothing by accident. */
export function templates(defaults: Template[]): Template[] {
  const others = defaults.filter(
    ({schemaType}) =>
      schemaType !== 'page' && !SINGLETON_TYPES.has(schemaType) && !MADE_BY_PUBLISHING.has(schemaType),
  )
  return [...pageTemplates, ...others]
}

/** Takes singletons and versions of policies out of every "Create" menu. */
export const withoutSingletons: NewDocumentOptionsResolver = (options) =>
  options.filter(({templateId}) => !SINGLETON_TYPES.has(templateId) && !MADE_BY_PUBLISHING.has(templateId))
