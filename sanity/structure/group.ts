import type {ComponentType} from 'react'
import type {ListItemBuilder, StructureBuilder} from 'sanity/structure'

type Group = {
  type: string
  title: string
  icon: ComponentType
  /** The field that a list is in order of. */
  orderBy?: string
}

/** An entry of the desk that lists every document of a type. */
export function group(S: StructureBuilder, {type, title, icon, orderBy = 'title'}: Group): ListItemBuilder {
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
