import type {ComponentType} from 'react'
import type {ListItemBuilder, StructureBuilder} from 'sanity/structure'

type Group = {type: string; title: string; icon: ComponentType}

/** An entry of the desk that lists every document of a type by title. */
export function group(S: StructureBuilder, {type, title, icon}: Group): ListItemBuilder {
  return S.listItem()
    .id(type)
    .schemaType(type)
    .title(title)
    .icon(icon)
    .child(
      S.documentTypeList(type)
        .title(title)
        .defaultOrdering([{field: 'title', direction: 'asc'}]),
    )
}
