const NAMES: Readonly<Record<string, string>> = {
  blockquote: 'A quotation',
  code: 'A block of code',
  delete: 'Struck-through text',
  footnoteDefinition: 'A footnote',
  footnoteReference: 'A footnote',
  heading: 'A heading',
  html: 'Raw HTML',
  image: 'A picture',
  imageReference: 'A picture',
  table: 'A table',
  thematicBreak: 'A horizontal line',
}

/** Says in plain words that a policy has no place for a kind of Markdown node, for example inside a list. */
export function unsupported(type: string, place = 'in a policy'): string {
  return `${NAMES[type] ?? `Markdown of the kind "${type}"`} cannot be kept ${place}. Remove it or write it as plain text.`
}
