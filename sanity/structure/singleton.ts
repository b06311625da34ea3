import type {ComponentType} from 'react'
import type {ListItemBuilder, StructureBuilder} from 'sanity/structure'

type Singleton = {type: string; title: string; icon: ComponentType}

/** An entry of the desk that opens the only document of its type; the document's id is its type. */
export function singleton(S: StructureBuilder, {type, title, icon}: Singleton): ListItemBuilder {
  return S.listItem()
    .id(type)
    .title(title)
    .icon(icon)
    .child(S.document().schemaType(type).documentId(type).title(title))
}
