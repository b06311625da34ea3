/** The types of documents that pages are made of, as GROQ writes a list. A change of any other leaves every page as it is. */
export const contentTypes = /* groq */ `["page", "plan", "policy", "policyVersion", "provider", "redirect", "siteSettings"]`

/**
 * Whether a document stands at the path `$path`, so that the site shows it there. Redirects are left out: what they hold
 * depends on who asks.
 */
export const standsAtPath = /* groq */ `(
    (_type == "page" && path == $path) || (_type == "policy" && "/" + slug.current == $path)
    || (_type == "plan" && "/checkout/" + slug.current == $path)
  )`

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

/** A link with words of its own. */
export const siteLink = /* groq */ `_key, label, ${href}`

const words = /* groq */ `
  ...,
  markDefs[]{..., _type == "link" => {${href}}}
`

/** The members of a text, with the addresses of its links looked up. */
export const formattedText = /* groq */ `
  ${words},
  _type == "callout" => {"text": text[]{${words}}},
  _type == "table" => {"rows": rows[]{
    ...,
    "cells": select(defined(cells[0]._type) => cells[]{..., "text": text[]{${words}}}, cells)
  }}
`

/**
 * A picture with what its page must know before it arrives: its size, and a preview of some hundred bytes. One that can be
 * seen through has no preview, which would go on shining through it.
 */
export const picture = /* groq */ `
  alt,
  asset,
  hotspot,
  crop,
  "preview": select(asset->metadata.isOpaque => asset->metadata.lqip)
`

const versionWords = /* groq */ `
  ...,
  markDefs[]{
    ...,
    "href": select(
      defined(documentId) => *[_id == ^.documentId][0]{
        "path": select(
          _type == "page" => path,
          _type == "policy" => "/" + slug.current,
          _type == "plan" => "/checkout/" + slug.current
        )
      }.path,
      href
    )
  }
`

/** The members of a version's text. Its links hold ids as plain text, so that a version keeps no document from being unpublished. */
export const versionText = /* groq */ `
  ${versionWords},
  _type == "callout" => {"text": text[]{${versionWords}}},
  _type == "table" => {"rows": rows[]{
    ...,
    "cells": select(defined(cells[0]._type) => cells[]{..., "text": text[]{${versionWords}}}, cells)
  }}
`

/** What is known of a version besides its text. */
export const versionFacts = /* groq */ `
  policyId, number, hash, title, "slug": slug.current, date, effectiveOn, publishedAt, summary, kind, withdrawnOn
`
