import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {CogIcon} from '@sanity/icons/Cog'
import {DocumentIcon} from '@sanity/icons/Document'
import {DocumentTextIcon} from '@sanity/icons/DocumentText'
import {TagIcon} from '@sanity/icons/Tag'
import {UsersIcon} from '@sanity/icons/Users'
import type {ComponentType} from 'react'
import type {ListItemBuilder, StructureBuilder, StructureResolver} from 'sanity/structure'

/** Types of which exactly one document exists. Its id is its type. */
export const SINGLETON_TYPES: ReadonlySet<string> = new Set(['siteSettings'])

/** Types whose documents are made by publishing others, and never by hand. */
export const MADE_BY_PUBLISHING: ReadonlySet<string> = new Set(['policyVersion'])

/** The desk: what there is one of comes first, then the lists. */
export const structure: StructureResolver = (S) =>
  S.list()
    .id('content')
    .title('Content')
    .items([
      singleton(S, {type: 'siteSettings', title: 'Site settings', icon: CogIcon}),
      S.divider(),
      group(S, {type: 'page', title: 'Pages', icon: DocumentIcon, orderBy: 'path'}),
      group(S, {type: 'plan', title: 'Plans', icon: TagIcon, orderBy: 'order'}),
      group(S, {type: 'policy', title: 'Policies', icon: DocumentTextIcon}),
      group(S, {type: 'provider', title: 'Providers', icon: UsersIcon, orderBy: 'order'}),
      group(S, {type: 'redirect', title: 'Redirects', icon: ArrowRightIcon, orderBy: 'path'}),
    ])

type Singleton = {type: string; title: string; icon: ComponentType}

/** An entry of the desk that opens the only document of its type; the document's id is its type. */
function singleton(S: StructureBuilder, {type, title, icon}: Singleton): ListItemBuilder {
  return S.listItem()
    .id(type)
    .title(title)
    .icon(icon)
    .child(S.document().schemaType(type).documentId(type).title(title))
}

type Group = {
  type: string
  title: string
  icon: ComponentType
  /** The field that a list is in order of. */
  orderBy?: string
}

/** An entry of the desk that lists every document of a type. */
function group(S: StructureBuilder, {type, title, icon, orderBy = 'title'}: Group): ListItemBuilder {
  return S.listItem()
    .id(type)
    .schemaType(type)
    .title(title)
    .icon(icon)
    .child(
      S.documentTypeList(type)
        .title(title)
        .defaultOrdering([{field: orderBy, direction: 'asc'}]),
    )
}
