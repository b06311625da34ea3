type StructuredDataProps = {entities: readonly object[]}

/**
 * What a page says about itself to machines, as JSON-LD. A `<` in the words of editors is escaped, so that they cannot end
 * the script element.
 */
export function StructuredData({entities}: StructuredDataProps) {
  const graph = JSON.stringify({'@context': 'https://schema.org', '@graph': entities})
  return <script type="application/ld+json">{graph.replaceAll('<', '\\u003c')}</script>
}
