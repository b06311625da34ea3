import {AddDocumentIcon} from '@sanity/icons/AddDocument'
import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {CogIcon} from '@sanity/icons/Cog'
import {DocumentTextIcon} from '@sanity/icons/DocumentText'
import {LANDING_PAGE, TEXT_PAGE} from '../templates/page-templates.ts'
import type {TaskProps} from './task.tsx'

/** What a marketer most often comes for. */
export const TASKS: readonly TaskProps[] = [
  {
    icon: AddDocumentIcon,
    title: 'Make a page that sells',
    text: 'Opening, features, steps and a call to action are laid out; fill in the words, leave out what you do not need.',
    intent: 'create',
    params: {type: 'page', template: LANDING_PAGE},
  },
  {
    icon: DocumentTextIcon,
    title: 'Make a page to read',
    text: 'A title and a text with headings, lists, tables and pictures.',
    intent: 'create',
    params: {type: 'page', template: TEXT_PAGE},
  },
  {
    icon: CogIcon,
    title: 'Change the menu, the footer or the announcement',
    text: 'What stands on every page of the site.',
    intent: 'edit',
    params: {type: 'siteSettings', id: 'siteSettings'},
  },
  {
    icon: ArrowRightIcon,
    title: 'Lead an old address elsewhere',
    text: 'Works from the moment you publish it.',
    intent: 'create',
    params: {type: 'redirect'},
  },
]
