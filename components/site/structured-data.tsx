type StructuredDataProps = {things: readonly object[]}

/**
 * What a page says about itself to machines, as JSON-LD. A `<` in the words of editors is escaped, so that they cannot end
 * the script element.
 */
export function StructuredData({things}: StructuredDataProps) {
  const graph = JSON.stringify({'@context': 'https://schema.org', '@graph': things})
  return <script type="application/ld+json">{graph.replaceAll('<', '\\u003c')}</script>
}
