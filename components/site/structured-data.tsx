type StructuredDataProps = {things: readonly object[]}

/**
 * What a page says about itself to machines, as JSON-LD. No character in it can end the script element, whatever
 * editors write.
 */
export function StructuredData({things}: StructuredDataProps) {
  const graph = JSON.stringify({'@context': 'https://schema.org', '@graph': things})
  return <script type="application/ld+json">{graph.replaceAll('<', '\\u003c')}</script>
}
