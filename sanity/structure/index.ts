import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {CogIcon} from '@sanity/icons/Cog'
import {DocumentIcon} from '@sanity/icons/Document'
import {DocumentTextIcon} from '@sanity/icons/DocumentText'
import {TagIcon} from '@sanity/icons/Tag'
import type {StructureResolver} from 'sanity/structure'
import {group} from './group.ts'
import {singleton} from './singleton.ts'

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
      group(S, {type: 'redirect', title: 'Redirects', icon: ArrowRightIcon, orderBy: 'path'}),
    ])
