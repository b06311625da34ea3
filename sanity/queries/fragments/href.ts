/**
 * Where a link leads, within its projection: the address of its document, or the one written by hand. `null` where the
 * document is missing or has no address.
 */
export const href = /* groq */ `
  "href": select(
    kind == "address" || !defined(document) => href,
    document->_type == "page" => document->path,
    document->_type == "policy" => "/" + document->slug.current,
    document->_type == "plan" => "/checkout/" + document->slug.current
  )
`
